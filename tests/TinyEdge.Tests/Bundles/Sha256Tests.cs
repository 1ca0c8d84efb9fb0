using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Profiling;

namespace TinyEdge.Tests.Bundles;

public sealed class Sha256Tests
{
    // FIPS 180-4 example values (NIST "Examples with Intermediate Values", SHA256.pdf); the empty message from CAVP SHA256ShortMsg.
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void Compute_NistMessage_GivesNistDigest(string message, string expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(message);
        byte[] digest = new byte[32];

        new Sha256().Compute(bytes, 0, bytes.Length, digest, 0);

        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void Append_MillionTimesA_GivesNistDigest()
    {
        Sha256 sha = new();
        byte[] thousand = Enumerable.Repeat((byte)'a', 1000).ToArray();
        byte[] digest = new byte[32];

        for (int i = 0; i < 1000; i++)
        {
            sha.Append(thousand, 0, thousand.Length);
        }

        sha.Finish(digest, 0);
        Assert.Equal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void Append_RandomMessagesInRandomPieces_AgreesWithDotNet()
    {
        Random random = new(1);
        Sha256 sha = new();
        byte[] digest = new byte[34];
        for (int length = 0; length < 400; length++)
        {
            byte[] message = new byte[length];
            random.NextBytes(message);
            for (int position = 0; position < length;)
            {
                int piece = random.Next(0, length - position + 1);
                sha.Append(message, position, piece);
                position += piece;
            }

            sha.Finish(digest, 1);
            Assert.Equal(SHA256.HashData(message), digest[1..33]);
        }
    }

    [Fact]
    public void Append_AfterConstruction_DoesNotAllocate()
    {
        Sha256 sha = new();
        byte[] message = new byte[1000];
        byte[] digest = new byte[32];
        sha.Compute(message, 0, message.Length, digest, 0);

        Assert.Equal(0, AllocationMeter.Measure(() => sha.Compute(message, 0, message.Length, digest, 0)));
    }
}
