using System;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The device's own facts that a bundle is judged by. Filled in once at start-up by the supervisor, from constants of the build and
    /// of the board; no bundle can change them.
    /// </summary>
    public sealed class DeviceIdentity
    {
        public const int NativeChecksumBytes = 8;

        /// <summary>First 8 bytes of SHA-256 over the native assembly checksum table of this image.</summary>
        public readonly byte[] NativeChecksums = new byte[NativeChecksumBytes];

        public uint Vendor;
        public uint DeviceClass;

        /// <summary>0 to 31.</summary>
        public int HardwareRevision;

        /// <summary>One platform bit and one ring bit of <see cref="TinyEdge.Bundles.TargetEnvironment"/>.</summary>
        public uint Environment;

        /// <summary>Version of the resident runtime, 8.8.16 bits.</summary>
        public uint RuntimeVersion;

        /// <summary>Version of the fixed-point front end that the resident runtime implements.</summary>
        public int FrontEndVersion;

        /// <summary>Most pool bytes that this board can give, device layout.</summary>
        public int RamCapBytes;

        /// <summary>Floor of a device that has no record.</summary>
        public uint BuildSecurityFloor;

        public void SetNativeChecksums(byte[] source, int offset)
        {
            Array.Copy(source, offset, NativeChecksums, 0, NativeChecksumBytes);
        }
    }
}
