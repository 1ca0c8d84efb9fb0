namespace TinyEdge.Bundles
{
    /// <summary>
    /// First byte of every message that goes into HMAC with the device key, so that a value made for one purpose can never
    /// serve another. The MAC of an answer is taken over the line itself, which begins with 'k' of <c>kind:</c>.
    /// </summary>
    public static class WireDomains
    {
        /// <summary>Nonce: 01, boot counter u32, microseconds i64, counter u32 (the first 16 bytes are used).</summary>
        public const byte Nonce = 1;

        /// <summary>Answer to a challenge: 02, nonce, method, space, path, line feed, argument bytes.</summary>
        public const byte Command = 2;

        /// <summary>Session token: 03, nonce of the open, argument bytes (the first 16 bytes are used).</summary>
        public const byte Token = 3;
    }
}
