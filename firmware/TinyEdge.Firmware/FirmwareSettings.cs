using System.Net;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
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

        /// <summary>32 bytes, or null: then links can read and not change.</summary>
        public byte[] DeviceKey;

        /// <summary>Keys that bundles may be signed with.</summary>
        public KeyRing Keys;

        /// <summary>What bundles are judged by.</summary>
        public DeviceIdentity Identity;

        /// <summary>The set inside the firmware.</summary>
        public DeploymentBundle Golden;

        /// <summary>Interface of the HTTP server.</summary>
        public IPAddress HttpAddress;

        /// <summary>Port of the HTTP server; 0 takes any free one, which only a virtual board wants.</summary>
        public int HttpPort;
    }
}
