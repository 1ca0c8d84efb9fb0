namespace TinyEdge.Bundles
{
    /// <summary>Vendor and device class numbers of the devices in this repository. Others choose their own.</summary>
    public static class KnownDevices
    {
        /// <summary>Vendor: the TinyEdge project ("TEDG" read as a little-endian integer).</summary>
        public const uint VendorTinyEdge = 0x47444554;

        /// <summary>Class: vibration monitor with a three-axis accelerometer.</summary>
        public const uint ClassVibrationMonitor = 1;
    }
}
