using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;

namespace TinyEdge.Firmware
{
    /// <summary>Reboot and heap figures.</summary>
    public sealed class BoardPower
    {
        /// <summary>Resets the processor; does not return.</summary>
        public void Reboot()
        {
            Power.RebootDevice(RebootOption.NormalReboot);
        }

        /// <summary>Collects garbage and tells the free bytes of the managed heap. Stops every thread for milliseconds: ask rarely.</summary>
        public int FreeManagedBytes()
        {
            // By way of a long: a uint cast to int at once stays unsigned on the interpreter.
            return (int)(long)nanoFramework.Runtime.Native.GC.Run(false);
        }

        /// <summary>Native heap: bytes in all, free, and in the largest free block.</summary>
        public void ReadNativeHeap(out int totalBytes, out int freeBytes, out int largestFreeBytes)
        {
            uint total;
            uint free;
            uint largest;
            NativeMemory.GetMemoryInfo(NativeMemory.MemoryType.Internal, out total, out free, out largest);
            totalBytes = (int)(long)total;
            freeBytes = (int)(long)free;
            largestFreeBytes = (int)(long)largest;
        }
    }
}
