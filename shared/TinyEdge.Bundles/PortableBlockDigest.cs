namespace TinyEdge.Bundles
{
    /// <summary>The block digest in managed code: for the desktop, for tests, and for an image without the native one.</summary>
    public sealed class PortableBlockDigest : IBlockDigest
    {
        private readonly HmacSha256 _hmac = new HmacSha256(BlockDigestKey.Create());

        public void Compute(byte[] block, int offset, int count, byte[] digest32)
        {
            _hmac.Compute(block, offset, count, digest32, 0);
        }
    }
}
