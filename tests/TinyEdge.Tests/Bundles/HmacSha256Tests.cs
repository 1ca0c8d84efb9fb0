using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Tests.Bundles;

public sealed class HmacSha256Tests
{
    // RFC 4231 section 4, test cases 1, 2, 3, 4, 6, 7.
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("aa*20", "dd*50", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    [InlineData("0102030405060708090a0b0c0d0e0f10111213141516171819", "cd*50", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    [InlineData("aa*131", "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    [InlineData("aa*131", "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
    public void Compute_Rfc4231Case_GivesRfcValue(string key, string data, string expected)
    {
        byte[] message = Bytes(data);
        byte[] digest = new byte[32];

        new HmacSha256(Bytes(key)).Compute(message, 0, message.Length, digest, 0);

        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void Compute_RandomKeysAndMessages_AgreesWithDotNet()
    {
        Random random = new(2);
        byte[] digest = new byte[32];
        for (int i = 0; i < 300; i++)
        {
            byte[] key = new byte[random.Next(0, 140)];
            byte[] message = new byte[random.Next(0, 700)];
            random.NextBytes(key);
            random.NextBytes(message);

            new HmacSha256(key).Compute(message, 0, message.Length, digest, 0);

            Assert.Equal(HMACSHA256.HashData(key, message), digest);
        }
    }

    [Fact]
    public void BlockDigest_RandomBlocks_IsDotNetHmacUnderThePublishedKey()
    {
        Random random = new(3);
        byte[] publishedKey = Encoding.ASCII.GetBytes(BlockDigestKey.Text);
        PortableBlockDigest portable = new();
        byte[] digest = new byte[32];
        for (int i = 0; i < 100; i++)
        {
            byte[] block = new byte[random.Next(4, 5000)];
            random.NextBytes(block);

            portable.Compute(block, 1, block.Length - 3, digest);

            Assert.Equal(HMACSHA256.HashData(publishedKey, block.AsSpan(1, block.Length - 3)), digest);
        }

        Assert.Equal(32, publishedKey.Length);
        Assert.Equal(publishedKey, BlockDigestKey.Create());
    }

    private static byte[] Bytes(string text)
    {
        string[] repeated = text.Split('*');
        return repeated.Length == 2
            ? Enumerable.Repeat(Convert.FromHexString(repeated[0])[0], int.Parse(repeated[1])).ToArray()
            : Convert.FromHexString(text);
    }
}
