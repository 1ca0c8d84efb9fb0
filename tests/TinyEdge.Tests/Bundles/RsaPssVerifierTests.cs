using System.Numerics;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Profiling;

namespace TinyEdge.Tests.Bundles;

public sealed class RsaPssVerifierTests
{
    private const int Size = 384;

    private static readonly Lazy<RSA> s_private = new(() =>
    {
        RSA rsa = RSA.Create();
        rsa.ImportFromEncryptedPem(TestKeys.TrustedPem, TestKeys.Passphrase);
        return rsa;
    });

    private readonly RsaPssVerifier _verifier = new(new Sha256());

    [Fact]
    public void Verify_RandomMessagesSignedByDotNet_AcceptsThemAndNotTheirNeighbours()
    {
        Random random = new(4);
        RSA rsa = s_private.Value;
        PublicKey key = TestKeys.Trusted.PublicKey.ToDeviceKey();
        for (int i = 0; i < 60; i++)
        {
            byte[] digest = RandomDigest(random);
            byte[] signature = rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

            Assert.Equal(ResultCode.Ok, _verifier.Verify(key, digest, 0, signature, 0));

            byte[] tampered = Flip(signature, random.Next(Size * 8));
            Assert.False(rsa.VerifyHash(digest, tampered, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
            Assert.Equal(ResultCode.BadSignature, _verifier.Verify(key, digest, 0, tampered, 0));
            Assert.Equal(ResultCode.BadSignature, _verifier.Verify(key, Flip(digest, random.Next(256)), 0, signature, 0));
        }
    }

    [Fact]
    public void Verify_FreshKeys_AgreesWithDotNetWhateverTheOrderOfKeys()
    {
        Random random = new(5);
        using RSA fresh = RSA.Create(3072);
        RSA[] keys = [fresh, s_private.Value];
        for (int i = 0; i < 12; i++)
        {
            byte[] digest = RandomDigest(random);
            byte[] signature = keys[i & 1].SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            for (int k = 0; k < keys.Length; k++)
            {
                PublicKey key = PublicKeyFile.From(keys[k].ExportParameters(false), isDevelopment: false).ToDeviceKey();
                ResultCode expected = k == (i & 1) ? ResultCode.Ok : ResultCode.BadSignature;
                Assert.Equal(expected, _verifier.Verify(key, digest, 0, signature, 0));
            }
        }
    }

    [Fact]
    public void Sign_RandomDigests_IsAcceptedByDotNetAndDeterministic()
    {
        Random random = new(6);
        using RSA rsa = TestKeys.Trusted.PublicKey.ToRsa();
        for (int i = 0; i < 5; i++)
        {
            byte[] digest = RandomDigest(random);

            byte[] signature = TestKeys.Trusted.Sign(digest);

            Assert.True(rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
            Assert.Equal(signature, TestKeys.Trusted.Sign(digest));
        }
    }

    [Fact]
    public void PssEncoding_SaltsOfDotNet_ReproducesItsEncoding()
    {
        // What .NET signed, raised to e again, is an encoding with a salt of its choice: ours with that salt must be the same.
        RSA rsa = s_private.Value;
        RSAParameters parameters = rsa.ExportParameters(false);
        byte[] digest = RandomDigest(new Random(7));
        for (int i = 0; i < 10; i++)
        {
            byte[] signature = rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            byte[] encoded = ToBytes(BigInteger.ModPow(Number(signature), Number(parameters.Exponent!), Number(parameters.Modulus!)));

            Assert.Equal(encoded, PssEncoding.Encode(digest, SaltOf(encoded)));
        }
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("one")]
    [InlineData("n-1")]
    [InlineData("n")]
    [InlineData("n+1")]
    [InlineData("s+n")]
    [InlineData("all ones")]
    public void S08_Verify_RepresentativeAtTheEdge_IsRefused(string edge)
    {
        byte[] digest = RandomDigest(new Random(8));
        PublicKey key = TestKeys.Trusted.PublicKey.ToDeviceKey();
        using RSA rsa = TestKeys.Trusted.PublicKey.ToRsa();
        BigInteger n = Number(rsa.ExportParameters(false).Modulus!);
        BigInteger value = edge switch
        {
            "zero" => 0,
            "one" => 1,
            "n-1" => n - 1,
            "n" => n,
            "n+1" => n + 1,
            "s+n" => SignatureBelow(n) + n,
            _ => (BigInteger.One << 3072) - 1,
        };

        Assert.Equal(ResultCode.BadSignature, _verifier.Verify(key, digest, 0, ToBytes(value), 0));

        // s + n passes every check but the one for its range.
        BigInteger SignatureBelow(BigInteger modulus)
        {
            for (int i = 0; ; i++)
            {
                digest = RandomDigest(new Random(100 + i));
                BigInteger s = Number(TestKeys.Trusted.Sign(digest));
                if (s + modulus < BigInteger.One << 3072)
                {
                    return s;
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(318)]
    public void S09_Verify_OtherSaltLength_IsRefused(int saltBytes)
    {
        byte[] digest = RandomDigest(new Random(9));

        Assert.Equal(ResultCode.BadSignature, VerifyEncoding(digest, PssEncoding.Encode(digest, new byte[saltBytes])));
        Assert.Equal(ResultCode.Ok, VerifyEncoding(digest, PssEncoding.Encode(digest, new byte[32])));
    }

    [Theory]
    [InlineData("trailer BD")]
    [InlineData("trailer CC")]
    [InlineData("top bit")]
    [InlineData("padding not zero")]
    [InlineData("separator 2")]
    [InlineData("hash")]
    [InlineData("MGF1 with SHA-1")]
    [InlineData("PKCS#1 v1.5")]
    public void S09_Verify_EncodingWithOneThingWrong_IsRefused(string wrong)
    {
        byte[] digest = RandomDigest(new Random(10));
        byte[] salt = RandomDigest(new Random(11));
        byte[] encoded = wrong switch
        {
            "MGF1 with SHA-1" => EncodeBy(digest, salt, db => { }, SHA1.HashData),
            "padding not zero" => EncodeBy(digest, salt, db => db[200] = 1, SHA256.HashData),
            "separator 2" => EncodeBy(digest, salt, db => db[318] = 2, SHA256.HashData),
            _ => EncodeBy(digest, salt, db => { }, SHA256.HashData),
        };
        switch (wrong)
        {
            case "trailer BD":
                encoded[^1] = 0xBD;
                break;
            case "trailer CC":
                encoded[^1] = 0xCC;
                break;
            case "top bit":
                encoded[0] |= 0x80;
                break;
            case "hash":
                encoded[360] ^= 1;
                break;
            case "PKCS#1 v1.5":
                encoded = Pkcs1(digest);
                break;
        }

        Assert.Equal(ResultCode.BadSignature, VerifyEncoding(digest, encoded));
    }

    [Fact]
    public void EncodeBy_NothingWrong_IsAccepted()
    {
        byte[] digest = RandomDigest(new Random(12));

        // Shows that the refusals above are for what was made wrong, and not for the way they were made.
        Assert.Equal(ResultCode.Ok, VerifyEncoding(digest, EncodeBy(digest, RandomDigest(new Random(13)), db => { }, SHA256.HashData)));
    }

    [Fact]
    public void S08_Verify_WrongRSquared_IsBadKeyAndTheGoodKeyStillWorks()
    {
        byte[] digest = RandomDigest(new Random(14));
        byte[] signature = TestKeys.Trusted.Sign(digest);
        PublicKey good = TestKeys.Trusted.PublicKey.ToDeviceKey();
        foreach (int bit in new[] { 0, 1, 7, 1000, 3071 })
        {
            byte[] record = TestKeys.Trusted.PublicKey.ToRecord();
            record[400 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            Assert.Equal(ResultCode.Ok, PublicKey.TryParse(WithCrc(record), 0, record.Length, out PublicKey bad));

            Assert.Equal(ResultCode.BadKey, _verifier.Verify(bad, digest, 0, signature, 0));
            Assert.Equal(ResultCode.Ok, _verifier.Verify(good, digest, 0, signature, 0));
        }
    }

    [Theory]
    [InlineData(0, ResultCode.BadKey)]
    [InlineData(4, ResultCode.UnsupportedAlgorithm)]
    [InlineData(7, ResultCode.BadKey)]
    [InlineData(8, ResultCode.BadKey)]
    [InlineData(16, ResultCode.BadKey)]
    [InlineData(200, ResultCode.BadKey)]
    [InlineData(399, ResultCode.BadKey)]
    public void S08_TryParse_RecordChanged_IsRefused(int position, ResultCode expected)
    {
        byte[] record = TestKeys.Trusted.PublicKey.ToRecord();
        record[position] ^= position == 16 ? (byte)0x80 : (byte)1;

        Assert.Equal(expected, PublicKey.TryParse(WithCrc(record), 0, record.Length, out PublicKey key));
        Assert.Null(key);
    }

    [Fact]
    public void TryParse_RecordCutOrNoisy_IsRefused()
    {
        byte[] record = TestKeys.Trusted.PublicKey.ToRecord();

        Assert.Equal(ResultCode.Truncated, PublicKey.TryParse(record, 0, record.Length - 1, out _));
        Assert.Equal(ResultCode.Truncated, PublicKey.TryParse(record, 1, record.Length, out _));
        Assert.Equal(ResultCode.BadKey, PublicKey.TryParse(Flip(record, 500 * 8), 0, record.Length, out _));
    }

    [Fact]
    public void Verify_RangeOutsideTheArray_IsTruncated()
    {
        PublicKey key = TestKeys.Trusted.PublicKey.ToDeviceKey();

        Assert.Equal(ResultCode.Truncated, _verifier.Verify(key, new byte[31], 0, new byte[Size], 0));
        Assert.Equal(ResultCode.Truncated, _verifier.Verify(key, new byte[32], 0, new byte[Size], 1));
        Assert.Equal(ResultCode.Truncated, _verifier.Verify(key, new byte[32], -1, new byte[Size], 0));
        Assert.Equal(ResultCode.BadKey, _verifier.Verify(null!, new byte[32], 0, new byte[Size], 0));
    }

    [Fact]
    public void Verify_AfterConstruction_DoesNotAllocate()
    {
        byte[] digest = RandomDigest(new Random(15));
        byte[] signature = TestKeys.Trusted.Sign(digest);
        PublicKey key = TestKeys.Trusted.PublicKey.ToDeviceKey();
        _verifier.Verify(key, digest, 0, signature, 0);

        ResultCode code = ResultCode.NeedMore;
        Assert.Equal(0, AllocationMeter.Measure(() => code = _verifier.Verify(key, digest, 0, signature, 0)));
        Assert.Equal(ResultCode.Ok, code);
    }

    /// <summary>A signature is 384 bytes whatever its number is: one that begins with a zero byte is taken whole, and refused without it.</summary>
    [Fact]
    public void S08_Verify_SignatureWithALeadingZero_IsTakenAtFullLengthOnly()
    {
        PublicKey key = TestKeys.Trusted.PublicKey.ToDeviceKey();
        byte[] digest = RandomDigest(new Random(19));
        byte[] signature = [1];
        while (signature[0] != 0)
        {
            // .NET draws a salt, so that the same digest has many signatures.
            signature = s_private.Value.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }

        Assert.Equal(ResultCode.Ok, _verifier.Verify(key, digest, 0, signature, 0));
        Assert.Equal(ResultCode.Truncated, _verifier.Verify(key, digest, 0, signature[1..], 0));
        Assert.Equal(ResultCode.BadSignature, _verifier.Verify(key, digest, 0, [.. signature[1..], 0], 0));
    }

    /// <summary>The hash, MGF1's hash and the place of the padding, as Wycheproof varies them; only SHA-256 in both places is taken.</summary>
    [Theory]
    [InlineData("MGF1 with SHA-384")]
    [InlineData("MGF1 with SHA-512")]
    [InlineData("first byte of the padding")]
    [InlineData("last byte of the padding")]
    [InlineData("no separator")]
    [InlineData("zeros hashed missing")]
    [InlineData("salt first")]
    public void S09_Verify_EncodingOfAnotherKind_IsRefused(string wrong)
    {
        byte[] digest = RandomDigest(new Random(20));
        byte[] salt = RandomDigest(new Random(21));
        Action<byte[]>? spoil = wrong switch
        {
            "first byte of the padding" => db => db[0] = 1,
            "last byte of the padding" => db => db[317] = 1,
            "no separator" => db => db[318] = 0,
            _ => null,
        };
        byte[]? hashed = wrong switch
        {
            "zeros hashed missing" => [.. digest, .. salt],
            "salt first" => [.. new byte[8], .. salt, .. digest],
            _ => null,
        };
        Func<byte[], byte[]> mask = wrong switch
        {
            "MGF1 with SHA-384" => SHA384.HashData,
            "MGF1 with SHA-512" => SHA512.HashData,
            _ => SHA256.HashData,
        };

        Assert.Equal(ResultCode.BadSignature, VerifyEncoding(digest, EncodeBy(digest, salt, spoil, mask, hashed)));
    }

    public static TheoryData<string> Products => ["plain", "blocks"];

    [Theory]
    [MemberData(nameof(Products))]
    public void Multiply_RandomAndExtremeOperands_AgreesWithBigInteger(string product)
    {
        Random random = new(16);
        BigInteger r = BigInteger.One << 3080;
        for (int i = 0; i < 60; i++)
        {
            BigInteger n = ExtremeModulus(i) ?? RandomOdd(random);
            int[] modulus = Limbs(n);
            int[] result = new int[Montgomery3072.Limbs];
            Array.Fill(result, -1);
            BigInteger[] operands = [ExtremeOperand(i, n), RandomBelow(random, n), (2 * n) - 1 - RandomBelow(random, n)];
            foreach (BigInteger a in operands)
            {
                int[] left = Limbs(a);
                foreach (BigInteger b in operands)
                {
                    // The same array for equal operands: the squaring.
                    Multiply(product, left, a == b ? left : Limbs(b), modulus, result);

                    Assert.All(result, limb => Assert.InRange(limb, 0, (1 << 28) - 1));
                    Assert.True(NumberOf(result) < 2 * n);
                    Assert.Equal(a * b % n, NumberOf(result) * r % n);
                }

                Multiply(product, left, Limbs(a), modulus, result);
                Assert.Equal(a * a % n, NumberOf(result) * r % n);
            }
        }
    }

    [Fact]
    public void Multiply_BothWays_GivesTheSameLimbs()
    {
        Random random = new(17);
        int[] plain = new int[Montgomery3072.Limbs];
        int[] blocks = new int[Montgomery3072.Limbs];
        for (int i = 0; i < 200; i++)
        {
            // Every limb full, so that every column carries the most it can.
            int[] a = i == 0 ? FullLimbs() : RandomLimbs(random);
            int[] b = i % 2 == 0 ? a : RandomLimbs(random);
            int[] modulus = i < 2 ? FullLimbs() : RandomLimbs(random);
            modulus[0] |= 1;
            Multiply("plain", a, b, modulus, plain);
            Multiply("blocks", a, b, modulus, blocks);
            Assert.Equal(plain, blocks);
        }
    }

    [Fact]
    public void ComputeR_RandomModulus_AgreesWithBigInteger()
    {
        Random random = new(18);
        for (int i = 0; i < 20; i++)
        {
            BigInteger n = ExtremeModulus(i) ?? RandomOdd(random);
            int[] result = new int[Montgomery3072.Limbs];
            Montgomery3072.ComputeR(Limbs(n), result);
            Assert.Equal((BigInteger.One << 3080) % n, NumberOf(result));
        }
    }

    private static void Multiply(string product, int[] a, int[] b, int[] modulus, int[] result)
    {
        int inverse = Montgomery3072.NegatedInverse(modulus[0]);
        if (product == "plain")
        {
            Montgomery3072.Multiply(a, b, modulus, inverse, result);
        }
        else
        {
            MontgomeryProduct.Multiply(a, b, modulus, inverse, result);
        }
    }

    private static BigInteger? ExtremeModulus(int index) => index switch
    {
        0 => (BigInteger.One << 3072) - 1,
        1 => (BigInteger.One << 3071) + 1,
        2 => (BigInteger.One << 3072) - (BigInteger.One << 28) + 1,
        _ => null,
    };

    private static BigInteger ExtremeOperand(int index, BigInteger n) => (index % 6) switch
    {
        0 => n - 1,
        1 => (2 * n) - 1,
        2 => BigInteger.Zero,
        3 => BigInteger.One,
        4 => n,
        _ => BigInteger.One << 3071,
    };

    private static int[] FullLimbs() => Limbs((BigInteger.One << 3072) - 1);

    private static int[] RandomLimbs(Random random) => Limbs(RandomBelow(random, BigInteger.One << 3072));

    private static BigInteger NumberOf(int[] limbs) => limbs.Reverse().Aggregate(BigInteger.Zero, (number, limb) => (number << 28) + limb);

    private static byte[] EncodeBy(byte[] digest, byte[] salt, Action<byte[]>? spoil, Func<byte[], byte[]> maskHash, byte[]? hashed = null)
    {
        byte[] hash = SHA256.HashData(hashed ?? [.. new byte[8], .. digest, .. salt]);
        byte[] db = [.. new byte[318], 1, .. salt];
        spoil?.Invoke(db);
        byte[] mask = Enumerable.Range(0, 20).SelectMany(c => maskHash([.. hash, 0, 0, 0, (byte)c])).Take(db.Length).ToArray();
        byte[] encoded = [.. db.Zip(mask, (x, y) => (byte)(x ^ y)), .. hash, 0xBC];
        encoded[0] &= 0x7F;
        return encoded;
    }

    private static byte[] Pkcs1(byte[] digest)
    {
        RSA rsa = s_private.Value;
        byte[] signature = rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        RSAParameters parameters = rsa.ExportParameters(false);
        return ToBytes(BigInteger.ModPow(Number(signature), Number(parameters.Exponent!), Number(parameters.Modulus!)));
    }

    private static byte[] SaltOf(byte[] encoded)
    {
        byte[] hash = encoded[351..383];
        byte[] mask = Enumerable.Range(0, 11).SelectMany(c => SHA256.HashData([.. hash, 0, 0, 0, (byte)c])).ToArray();
        return Enumerable.Range(319, 32).Select(i => (byte)(encoded[i] ^ mask[i])).ToArray();
    }

    private static byte[] RandomDigest(Random random)
    {
        byte[] digest = new byte[32];
        random.NextBytes(digest);
        return digest;
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[] WithCrc(byte[] record)
    {
        LittleEndian.WriteInt32(record, record.Length - 4, (int)Crc32.Compute(record, 0, record.Length - 4));
        return record;
    }

    private static BigInteger RandomOdd(Random random)
    {
        byte[] bytes = new byte[Size];
        random.NextBytes(bytes);
        bytes[0] |= 0x80;
        bytes[^1] |= 1;
        return Number(bytes);
    }

    private static BigInteger RandomBelow(Random random, BigInteger n)
    {
        byte[] bytes = new byte[Size];
        random.NextBytes(bytes);
        return Number(bytes) % n;
    }

    private static int[] Limbs(BigInteger value) =>
        [.. Enumerable.Range(0, Montgomery3072.Limbs).Select(i => (int)((value >> (28 * i)) & ((1 << 28) - 1)))];

    private static BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static byte[] ToBytes(BigInteger value)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Size - bytes.Length], .. bytes];
    }

    private ResultCode VerifyEncoding(byte[] digest, byte[] encoded)
    {
        RSAParameters parameters = s_private.Value.ExportParameters(true);

        // An encoding at or above n has no signature of its own; it is signed as what it is modulo n.
        byte[] message = ToBytes(Number(encoded) % Number(parameters.Modulus!));
        return _verifier.Verify(TestKeys.Trusted.PublicKey.ToDeviceKey(), digest, 0, RsaPrivateOperation.Apply(parameters, message), 0);
    }
}
