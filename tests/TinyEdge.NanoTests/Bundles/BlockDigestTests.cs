using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.NanoTests.Generated;

namespace TinyEdge.NanoTests.Bundles
{
    /// <summary>The block digest against HMAC-SHA-256 of the desktop's own cryptography.</summary>
    [TestClass]
    public class BlockDigestTests
    {
        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(512)]
        public void Compute_Noise_IsTheHmacOfTheDesktop(int length)
        {
            short[] noise = Signal.Noise(length, 3, 0);
            byte[] block = new byte[length + 2];
            for (int i = 0; i < length; i++)
            {
                block[i + 2] = (byte)noise[i];
            }

            for (int implementation = 0; implementation < BlockDigestImplementations.Count; implementation++)
            {
                byte[] digest = new byte[BundleFormat.DigestSize];
                BlockDigestImplementations.Create(implementation).Compute(block, 2, length, digest);
                Same.Bytes(ExpectedDigests.OfNoise(length), digest);
            }
        }
    }
}
