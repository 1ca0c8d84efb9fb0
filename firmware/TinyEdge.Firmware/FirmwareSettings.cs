using System.Net;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Firmware
{
    /// <summary>Facts of the build and of this very device that Main hands to the firmware.</summary>
    public sealed class FirmwareSettings
    {
        /// <summary>Baud rate of the console on COM2.</summary>
        public const int ConsoleBaudRate = 921600;

        /// <summary>8 bytes.</summary>
        public byte[] DeviceId;

        /// <summary>Keys that bundles may be signed with.</summary>
        public KeyRing Keys;

        /// <summary>What bundles are judged by.</summary>
        public DeviceIdentity Identity;

        /// <summary>Interface of the HTTP server.</summary>
        public IPAddress HttpAddress;

        /// <summary>Port of the HTTP server; 0 takes any free one, which only a virtual board wants.</summary>
        public int HttpPort;

        /// <summary>Whether the board sleeps between bursts of samples.</summary>
        public PowerProfile Power;
    }
}
