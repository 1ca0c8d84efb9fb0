namespace TinyEdge.Bundles
{
    /// <summary>
    /// The digest of payload blocks, of the block list and of components: HMAC-SHA-256 (RFC 2104) under the published
    /// constant <see cref="BlockDigestKey"/>. It is a digest, not a MAC: everybody knows the key, and authenticity comes
    /// from the signature over the head alone. HMAC because the firmware image has it natively and has no SHA-256.
    /// </summary>
    public interface IBlockDigest
    {
        /// <summary>Digests a range that the caller has checked.</summary>
        /// <param name="block">Holds the bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many, 0 or more.</param>
        /// <param name="digest32">Receives 32 bytes at its beginning; not the same array as <paramref name="block"/>.</param>
        void Compute(byte[] block, int offset, int count, byte[] digest32);
    }
}
