using TinyEdge.Bundles;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>Every implementation of <see cref="IBlockDigest"/> that these tests can reach. A new one is a line here.</summary>
    internal static class BlockDigestImplementations
    {
        public const int Count = 1;

        public static IBlockDigest Create(int implementation)
        {
            switch (implementation)
            {
                default:
                    return new PortableBlockDigest();
            }
        }
    }
}
