namespace TinyEdge.Bundles
{
    /// <summary>
    /// Bits of the target environment mask: what it runs on in bits 0-7, which ring it belongs to in bits 8-15. A device has exactly
    /// one bit of each half, a bundle at least one; the bundle fits when it has both of the device's.
    /// </summary>
    public static class TargetEnvironment
    {
        public const uint Esp32 = 1;
        public const uint Esp32Psram = 2;
        public const uint Esp32S3 = 4;

        /// <summary>The device sources run on a desktop.</summary>
        public const uint Virtual = 8;

        public const uint Lab = 256;
        public const uint Canary = 512;
        public const uint Production = 1024;

        public const uint AnyPlatform = Esp32 | Esp32Psram | Esp32S3 | Virtual;
        public const uint AnyRing = Lab | Canary | Production;

        /// <summary>Whether a bundle for <paramref name="bundleMask"/> may run on a device of <paramref name="deviceMask"/>.</summary>
        public static bool Fits(uint bundleMask, uint deviceMask)
        {
            return deviceMask != 0 && (bundleMask & deviceMask) == deviceMask;
        }
    }
}
