using System.Numerics;
using System.Security.Cryptography;

namespace TinyEdge.Companion.Keys;

/// <summary>
/// The bare RSA private operation, which .NET does not offer and a salt of one's own choice needs. By the Chinese remainder theorem,
/// with base blinding (P. Kocher, CRYPTO 1996, section 10: BigInteger takes no constant time) and with the result raised back to
/// the message before it leaves (D. Boneh, R. DeMillo, R. Lipton, EUROCRYPT 1997: one wrong half would give the key away).
/// </summary>
internal static class RsaPrivateOperation
{
    public static byte[] Apply(RSAParameters key, byte[] message)
    {
        BigInteger modulus = Number(key.Modulus);
        BigInteger exponent = Number(key.Exponent);
        BigInteger value = Number(message);
        (BigInteger blind, BigInteger unblind) = DrawBlinding(modulus);
        BigInteger blinded = value * BigInteger.ModPow(blind, exponent, modulus) % modulus;
        BigInteger result = ApplyCrt(key, blinded) * unblind % modulus;
        if (BigInteger.ModPow(result, exponent, modulus) != value)
        {
            throw new KeyException("Signing failed.", "The private operation gave a wrong result: the key is inconsistent or the machine erred.", "Check the key file; if it is sound, do not trust this machine.");
        }

        byte[] signature = new byte[modulus.GetByteCount(isUnsigned: true)];
        byte[] bytes = result.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(signature, signature.Length - bytes.Length);
        return signature;
    }

    private static BigInteger ApplyCrt(RSAParameters key, BigInteger value)
    {
        BigInteger p = Number(key.P);
        BigInteger q = Number(key.Q);
        BigInteger modP = BigInteger.ModPow(value, Number(key.DP), p);
        BigInteger modQ = BigInteger.ModPow(value, Number(key.DQ), q);
        BigInteger difference = (modP - modQ) % p;
        BigInteger quotient = (difference.Sign < 0 ? difference + p : difference) * Number(key.InverseQ) % p;
        return modQ + (quotient * q);
    }

    private static (BigInteger Blind, BigInteger Unblind) DrawBlinding(BigInteger modulus)
    {
        while (true)
        {
            // 8 bytes more than the modulus make the bias of the reduction negligible.
            BigInteger blind = Number(RandomNumberGenerator.GetBytes(modulus.GetByteCount(isUnsigned: true) + 8)) % modulus;
            if (TryInvert(blind, modulus, out BigInteger unblind))
            {
                return (blind, unblind);
            }
        }
    }

    /// <summary>Extended Euclid.</summary>
    private static bool TryInvert(BigInteger value, BigInteger modulus, out BigInteger inverse)
    {
        (BigInteger r, BigInteger nextR) = (modulus, value);
        (BigInteger t, BigInteger nextT) = (BigInteger.Zero, BigInteger.One);
        while (!nextR.IsZero)
        {
            BigInteger quotient = r / nextR;
            (r, nextR) = (nextR, r - (quotient * nextR));
            (t, nextT) = (nextT, t - (quotient * nextT));
        }

        inverse = t.Sign < 0 ? t + modulus : t;
        return r.IsOne;
    }

    private static BigInteger Number(ReadOnlySpan<byte> bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);
}
