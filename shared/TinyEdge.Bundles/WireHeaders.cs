namespace TinyEdge.Bundles
{
    /// <summary>HTTP header names of our own.</summary>
    public static class WireHeaders
    {
        /// <summary>Answer: the numeric <see cref="ResultCode"/>.</summary>
        public const string Result = "X-TinyEdge-Result";

        /// <summary>Request: <c>nonce mac</c>, 32 and 64 hex digits, one space between: the answer to a challenge.</summary>
        public const string Auth = "X-TinyEdge-Auth";

        /// <summary>Request: session token of an open update, 32 hex digits.</summary>
        public const string Token = "X-TinyEdge-Token";

        /// <summary>Request: <c>fingerprint total</c>, 16 hex digits, a space, the bundle's length in decimal.</summary>
        public const string Bundle = "X-TinyEdge-Bundle";

        /// <summary>Request: the companion's nonce, 32 hex digits; the answer then proves with a MAC who gave it.</summary>
        public const string Nonce = "X-TinyEdge-Nonce";
    }
}
