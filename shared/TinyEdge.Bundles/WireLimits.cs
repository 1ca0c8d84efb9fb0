namespace TinyEdge.Bundles
{
    /// <summary>Sizes and times that both ends of a link rely on.</summary>
    public static class WireLimits
    {
        /// <summary>Protocol version in the identity line.</summary>
        public const int ProtocolVersion = 1;

        public const int DeviceKeyBytes = 32;
        public const int NonceBytes = 16;
        public const int MacBytes = 32;
        public const int TokenBytes = 16;
        public const int FingerprintBytes = 8;

        /// <summary>Longest answer line, checksum field and line feed included. Bytes.</summary>
        public const int LineBytes = 1536;

        /// <summary>Longest command line on the serial console, line end excluded: Wi-Fi provisioning with tag, answer and nonce. Bytes.</summary>
        public const int CommandBytes = 384;

        /// <summary>Longest network name (IEEE 802.11). Bytes.</summary>
        public const int SsidBytes = 32;

        /// <summary>Shortest passphrase (IEEE 802.11i). Bytes.</summary>
        public const int ShortestPassphraseBytes = 8;

        /// <summary>Longest passphrase; 64 bytes are a key in hex digits (IEEE 802.11i). Bytes.</summary>
        public const int PassphraseBytes = 64;

        /// <summary>Longest arguments: network name and passphrase in hex, a space between. Bytes.</summary>
        public const int ProvisionArgumentBytes = (2 * SsidBytes) + 1 + (2 * PassphraseBytes);

        /// <summary>Longest body of one PUT of update data. Bytes.</summary>
        public const int DataBodyBytes = 32768;

        /// <summary>Longest piece of a bundle in one serial frame. Bytes.</summary>
        public const int FramePayloadBytes = 1024;

        /// <summary>Raw bytes around the payload of a frame: type, sequence, token, position before it, CRC-32 behind it.</summary>
        public const int FrameOverheadBytes = FrameHeadBytes + 4;

        /// <summary>type u8, sequence u16, token 16, position i32.</summary>
        public const int FrameHeadBytes = 23;

        /// <summary>Longest capture. Seconds.</summary>
        public const int CaptureSeconds = 600;

        /// <summary>A capture ends when the console has brought no byte for this long. Milliseconds.</summary>
        public const int CaptureSilenceMs = 5000;

        /// <summary>A challenge is worth nothing after this time. Milliseconds.</summary>
        public const int ChallengeLifeMs = 30000;
    }
}
