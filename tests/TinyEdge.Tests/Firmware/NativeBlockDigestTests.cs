using TinyEdge.Bundles;
using TinyEdge.Firmware;

namespace TinyEdge.Tests.Firmware;

public class NativeBlockDigestTests
{
    /// <summary>The platform's HMAC and the portable one must be one digest: bundles are built with either.</summary>
    [Fact]
    public void Compute_AnyRange_AgreesWithThePortableDigest()
    {
        Random random = new(5);
        NativeBlockDigest native = new();
        PortableBlockDigest portable = new();
        byte[] block = new byte[4096];
        byte[] one = new byte[32];
        byte[] other = new byte[32];
        foreach ((int offset, int count) in ((int, int)[])[(0, 4096), (0, 0), (1, 4095), (0, 512), (0, 512), (3584, 512), (100, 1), (0, 4096), (7, 300)])
        {
            random.NextBytes(block);
            native.Compute(block, offset, count, one);
            portable.Compute(block, offset, count, other);
            Assert.Equal(other, one);
        }
    }
}
