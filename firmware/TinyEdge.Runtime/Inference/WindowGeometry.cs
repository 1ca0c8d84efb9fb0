using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The window of a convolution or pool as one rented int array (4 bytes a value where a field costs 12), indexed by the
    /// constants here. Rent checks both axes: every window touches the input, so a pool never divides by zero and no index
    /// computed from the geometry leaves 32 bits. The companion resolved SAME or VALID padding; the device sees its result.
    /// </summary>
    public static class WindowGeometry
    {
        public const int InputHeight = 0;
        public const int InputWidth = 1;
        public const int InputChannels = 2;
        public const int OutputHeight = 3;
        public const int OutputWidth = 4;
        public const int OutputChannels = 5;
        public const int KernelHeight = 6;
        public const int KernelWidth = 7;
        public const int StrideHeight = 8;
        public const int StrideWidth = 9;
        public const int DilationHeight = 10;
        public const int DilationWidth = 11;
        public const int PadTop = 12;
        public const int PadLeft = 13;
        public const int Count = 14;

        private const int MaxExtent = 0xFFFF;

        public static bool IsValid(LayerRecord record)
        {
            return IsAxisValid(record.Input.Height, record.Output.Height, record.KernelHeight, record.StrideHeight, record.DilationHeight, record.PadTop)
                && IsAxisValid(record.Input.Width, record.Output.Width, record.KernelWidth, record.StrideWidth, record.DilationWidth, record.PadLeft);
        }

        /// <returns>Null when the pool has no room; its LastResult says why.</returns>
        public static int[] Rent(LayerRecord record, StaticPool pool)
        {
            int[] geometry = pool.RentInt32(PoolOwner.Network, Count);
            if (geometry == null)
            {
                return null;
            }

            geometry[InputHeight] = record.Input.Height;
            geometry[InputWidth] = record.Input.Width;
            geometry[InputChannels] = record.Input.Channels;
            geometry[OutputHeight] = record.Output.Height;
            geometry[OutputWidth] = record.Output.Width;
            geometry[OutputChannels] = record.Output.Channels;
            geometry[KernelHeight] = record.KernelHeight;
            geometry[KernelWidth] = record.KernelWidth;
            geometry[StrideHeight] = record.StrideHeight;
            geometry[StrideWidth] = record.StrideWidth;
            geometry[DilationHeight] = record.DilationHeight;
            geometry[DilationWidth] = record.DilationWidth;
            geometry[PadTop] = record.PadTop;
            geometry[PadLeft] = record.PadLeft;
            return geometry;
        }

        private static bool IsAxisValid(int input, int output, int kernel, int stride, int dilation, int pad)
        {
            if (kernel == 0 || stride == 0 || dilation == 0)
            {
                return false;
            }

            long extent = ((long)(kernel - 1) * dilation) + 1;
            long lastStart = ((long)(output - 1) * stride) - pad;
            return extent <= MaxExtent && pad < extent && lastStart < input;
        }
    }
}
