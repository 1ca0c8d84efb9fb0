using System.Security.Cryptography;
using System.Text;
using TinyEdge.Companion.Keys;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.NanoTests.Generator;

/// <summary>Expected values of the cryptography: .NET's own, and published ones.</summary>
internal static class CryptoVectors
{
    /// <summary>As SPEC.md prints it.</summary>
    private const string BlockDigestKey = "TinyEdge public block digest v1.";

    public static string Digests()
    {
        int[] lengths = [0, 1, 512];
        CSharpText text = new("HMAC-SHA-256 under the published key of the block digest, by .NET, of the low bytes of noise.", "internal static class ExpectedDigests");
        text.ArrayOf("OfNoise", "length", lengths.Select(length => (length, Digest(length))));
        return text.ToString();
    }

    public static string Rsa()
    {
        RSAParameters wycheproof = new() { Modulus = Convert.FromHexString(WycheproofVectors.Modulus), Exponent = [1, 0, 1] };
        byte[] message = Encoding.ASCII.GetBytes("TinyEdge");
        CSharpText text = new("Keys as devices pin them, and signatures: Project Wycheproof's, and one of the tests' key. Its private half is published.", "internal static class RsaVectors");
        text.Array("WycheproofKey", PublicKeyFile.From(wycheproof, isDevelopment: false).ToRecord());
        text.ArrayOf("Signature", "id", WycheproofVectors.Signatures.Select(vector => (vector.Id, Convert.FromHexString(vector.Signature))));
        text.Array("TrustedKey", TestKeys.Trusted.PublicKey.ToRecord());
        text.Array("OwnSignature", TestKeys.Trusted.Sign(SHA256.HashData(message)));
        return text.ToString();
    }

    private static byte[] Digest(int length)
    {
        byte[] block = [.. Signal.Noise(length, 3, 0).Select(sample => unchecked((byte)sample))];
        return HMACSHA256.HashData(Encoding.ASCII.GetBytes(BlockDigestKey), block);
    }
}
