using TinyEdge.Bundles;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// What a product says of itself and whom it trusts: the one file to edit before the firmware is flashed. Everything else is read off
    /// the board (id, platform, image) or provisioned over its console (device key, Wi-Fi). The pinned keys are in PinnedKeys.cs, which
    /// 'tinyedge key pub KEY... --format csharp -o PinnedKeys.cs' writes.
    /// </summary>
    public static class DeviceSettings
    {
        /// <summary>Whose device this is; bundles for another vendor are refused. Choose a number of your own.</summary>
        public const uint Vendor = KnownDevices.VendorTinyEdge;

        /// <summary>What it is, among the vendor's devices.</summary>
        public const uint DeviceClass = KnownDevices.ClassVibrationMonitor;

        /// <summary>Revision of the board, 0 to 31.</summary>
        public const int HardwareRevision = 1;

        /// <summary>Lab, Canary or Production. A production device refuses keys that are marked as development keys.</summary>
        public const uint Ring = TargetEnvironment.Lab;

        /// <summary>Bundles with a lower security floor are refused, also after the volume was formatted. Raise it with a flashed fix.</summary>
        public const uint BuildSecurityFloor = 0;

        /// <summary>
        /// Epoch of the pinned keys, 0 to 65535. Raise it above that of the fleet whenever PinnedKeys.cs changes: it then replaces a keyring
        /// that came by bundle.
        /// </summary>
        public const int KeyringEpoch = 0;

        /// <summary>Most pool bytes that a bundle may ask for: without PSRAM, and with it. Device layout.</summary>
        public const int RamCapBytes = 24576;
        public const int PsramCapBytes = 262144;

        /// <summary>TCP port of the HTTP server.</summary>
        public const int HttpPort = 80;

        /// <summary>Mains or battery.</summary>
        public const PowerProfile Power = PowerProfile.AlwaysOn;
    }
}
