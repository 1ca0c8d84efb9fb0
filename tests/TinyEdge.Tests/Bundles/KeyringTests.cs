using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Profiling;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Bundles;

/// <summary>Keyrings as bytes: each rule of SPEC.md broken once, with good signatures around it where they can be had.</summary>
public class KeyringTests
{
    private static readonly byte[] s_good = LabKeyring.Build();
    private static readonly SigningKey s_old = LabBundle.Key;
    private static readonly SigningKey s_new = LabKeyring.Next;

    public static TheoryData<string, ResultCode> Refused => new()
    {
        { "S15 epoch lower", ResultCode.KeyringEpochNotNext },
        { "S15 epoch equal, content different", ResultCode.KeyringEpochNotNext },
        { "S15 epoch N+2", ResultCode.KeyringEpochNotNext },
        { "S15 epoch 65535", ResultCode.KeyringEpochNotNext },
        { "S15 epoch 0", ResultCode.BadKeyring },
        { "S15 signed only by the old key", ResultCode.KeyringNotSignedByNewKey },
        { "S15 signed only by the new key", ResultCode.KeyringNotSignedByOldKey },
        { "S15 old key twice", ResultCode.KeyringSignersEqual },
        { "S15 new key twice", ResultCode.KeyringSignersEqual },
        { "S15 one signature twice under two names", ResultCode.KeyringNotSignedByNewKey },
        { "S15 signatures exchanged", ResultCode.KeyringNotSignedByOldKey },
        { "S15 new signer not in the keyring", ResultCode.KeyringNotSignedByNewKey },
        { "S15 old signer unknown", ResultCode.KeyringNotSignedByOldKey },
        { "S16 no key", ResultCode.KeyringWithoutKeys },
        { "S16 the only key revoked by itself", ResultCode.RevokedKey },
        { "five keys", ResultCode.BadKeyring },
        { "five revoked ids", ResultCode.BadKeyring },
        { "P24 reserved byte", ResultCode.BadKeyring },
        { "P24 keys descending", ResultCode.BadKeyring },
        { "P24 a key twice", ResultCode.BadKeyring },
        { "P24 revoked ids descending", ResultCode.BadKeyring },
        { "P24 a revoked id twice", ResultCode.BadKeyring },
        { "magic", ResultCode.BadKeyring },
        { "format 2", ResultCode.BadKeyring },
        { "CRC", ResultCode.BadKeyring },
        { "one byte more", ResultCode.BadKeyring },
        { "one byte less", ResultCode.BadKeyring },
        { "nothing", ResultCode.BadKeyring },
        { "S08 modulus even", ResultCode.BadKey },
        { "S08 R^2 wrong", ResultCode.BadKey },
        { "S13 algorithm of a key", ResultCode.UnsupportedAlgorithm },
        { "S07 signed without the domain", ResultCode.KeyringNotSignedByOldKey },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void S15_S16_S08_S13_P24_CheckKeyring_OneRuleBroken_IsRefusedWithItsCode(string rule, ResultCode expected)
    {
        Assert.Equal(expected, Check(Broken(rule)));
    }

    [Fact]
    public void S15_CheckKeyring_GoodOnes_AreTaken()
    {
        Assert.Equal(ResultCode.Ok, Check(s_good));
        Assert.Equal(ResultCode.Ok, Check(LabKeyring.Build(keys: [s_new.PublicKey, s_old.PublicKey], revoked: [])));
        byte[] full = LabKeyring.Build(
            keys: [s_new.PublicKey, LabKeyring.Third.PublicKey, TestKeys.Trusted.PublicKey, TestKeys.Development.PublicKey],
            revoked: [s_old.PublicKey.KeyId, "0000000000000001", "fffffffffffffffe", "8000000000000000"]);
        Assert.Equal(KeyringFormat.MaxSize, full.Length);
        Assert.Equal(ResultCode.Ok, Check(full));
    }

    /// <summary>S07: no byte of a keyring lies outside the signatures and the CRC.</summary>
    [Fact]
    public void S07_CheckKeyring_AnyByteChangedAndCrcRight_IsRefused()
    {
        BundleParser parser = Parser(acceptsDevelopmentKeys: true);
        for (int position = 0; position < s_good.Length - 4; position += position is > 64 and < 800 ? 37 : position < 64 ? 1 : 11)
        {
            byte[] changed = WithCrc(BundleSample.With(s_good, position, (byte)(s_good[position] ^ 1)));
            Assert.NotEqual(ResultCode.Ok, parser.CheckKeyring(new ByteArraySource(changed), 0, changed.Length));
        }
    }

    [Theory]
    [InlineData(true, ResultCode.Ok)]
    [InlineData(false, ResultCode.DevelopmentKeyRefused)]
    public void S04_CheckKeyring_NewSignerIsADevelopmentKey_ReleaseDeviceRefuses(bool acceptsDevelopmentKeys, ResultCode expected)
    {
        byte[] keyring = LabKeyring.Build(oldKey: ReleaseKey.Key, newKey: TestKeys.Development);
        Assert.Equal(expected, Parser(acceptsDevelopmentKeys).CheckKeyring(new ByteArraySource(keyring), 0, keyring.Length));
    }

    [Theory]
    [InlineData(true, ResultCode.Ok)]
    [InlineData(false, ResultCode.WellKnownKeyRefused)]
    public void S04_CheckKeyring_NewSignerIsWellKnown_ReleaseDeviceRefuses(bool acceptsDevelopmentKeys, ResultCode expected)
    {
        byte[] keyring = LabKeyring.Build(oldKey: ReleaseKey.Key, newKey: TestKeys.Stranger);
        Assert.Equal(expected, Parser(acceptsDevelopmentKeys).CheckKeyring(new ByteArraySource(keyring), 0, keyring.Length));
    }

    [Fact]
    public void CheckKeyring_AnyKeyring_DoesNotAllocate()
    {
        BundleParser parser = Parser(acceptsDevelopmentKeys: true);
        ByteArraySource source = new(s_good);
        parser.CheckKeyring(source, 0, s_good.Length);

        ResultCode code = ResultCode.NeedMore;
        Assert.Equal(0, AllocationMeter.Measure(() => code = parser.CheckKeyring(source, 0, s_good.Length)));
        Assert.Equal(ResultCode.Ok, code);
    }

    [Fact]
    public void KeyringReader_GoodKeyring_SaysWhatTheWriterWasTold()
    {
        KeyringDescription description = KeyringReader.Describe(LabKeyring.Build(7, keys: [s_new.PublicKey, TestKeys.Development.PublicKey]));

        Assert.Equal((7, s_old.PublicKey.KeyId, s_new.PublicKey.KeyId), (description.Epoch, description.OldSigner, description.NewSigner));
        Assert.Equal([s_old.PublicKey.KeyId], description.Revoked);
        Assert.Equal(
            new[] { s_new.PublicKey.KeyId, TestKeys.Development.PublicKey.KeyId }.Order(StringComparer.Ordinal),
            description.Keys.Select(key => key.KeyId));
        Assert.Single(description.Keys, key => key.IsDevelopment);
    }

    [Fact]
    public void S15_S16_KeyringWriter_ContentThatDevicesRefuse_IsNotWritten()
    {
        Refuses(ResultCode.KeyringEpochNotNext, () => LabKeyring.Build(epoch: 0));
        Refuses(ResultCode.KeyringWithoutKeys, () => LabKeyring.Build(keys: []));
        Refuses(ResultCode.KeyringSignersEqual, () => LabKeyring.Build(newKey: s_old, revoked: []));
        Refuses(ResultCode.KeyringNotSignedByNewKey, () => LabKeyring.Build(keys: [s_old.PublicKey], revoked: []));
        Refuses(ResultCode.RevokedKey, () => LabKeyring.Build(revoked: [s_new.PublicKey.KeyId]));
        Refuses(ResultCode.BadKeyring, () => LabKeyring.Build(revoked: ["12"]));
        Refuses(ResultCode.BadKeyring, () => LabKeyring.Build(revoked: ["0011223344556677", "0011223344556677"]));
        Refuses(ResultCode.BadKeyring, () => LabKeyring.Build(keys: [s_new.PublicKey, s_new.PublicKey]));

        static void Refuses(ResultCode code, Func<byte[]> build) => Assert.Equal(code, Assert.Throws<KeyException>(build).Result);
    }

    private static ResultCode Check(byte[] keyring) => Parser(acceptsDevelopmentKeys: true).CheckKeyring(new ByteArraySource(keyring), 0, keyring.Length);

    private static BundleParser Parser(bool acceptsDevelopmentKeys)
    {
        KeyRing ring = new(1, acceptsDevelopmentKeys);
        ring.TryAdd(s_old.PublicKey.ToDeviceKey());
        ring.TryAdd(ReleaseKey.Key.PublicKey.ToDeviceKey());
        return new BundleParser(ring, new PortableBlockDigest());
    }

    private static byte[] Broken(string rule)
    {
        byte[] a = s_new.PublicKey.ToRecord();
        byte[] b = LabKeyring.Third.PublicKey.ToRecord();
        (byte[] low, byte[] high) = a.AsSpan(8, 8).SequenceCompareTo(b.AsSpan(8, 8)) < 0 ? (a, b) : (b, a);
        byte[] id1 = [0, 0, 0, 0, 0, 0, 0, 1];
        byte[] id2 = [0x80, 0, 0, 0, 0, 0, 0, 0];
        return rule switch
        {
            "S15 epoch lower" => Make(epoch: 1),
            "S15 epoch equal, content different" => Make(epoch: 1, keys: [low, high]),
            "S15 epoch N+2" => Make(epoch: 3),
            "S15 epoch 65535" => Make(epoch: 65535),
            "S15 epoch 0" => Make(epoch: 0),
            "S15 signed only by the old key" => Make(spoil: k => k.AsSpan(k.Length - 388, 384).Clear()),
            "S15 signed only by the new key" => Make(spoil: k => k.AsSpan(k.Length - 772, 384).Clear()),
            "S15 old key twice" => Make(newSigner: s_old, keys: [s_old.PublicKey.ToRecord()], revoked: []),
            "S15 new key twice" => Make(oldSigner: s_new),
            "S15 one signature twice under two names" => Make(spoil: k => k.AsSpan(k.Length - 772, 384).CopyTo(k.AsSpan(k.Length - 388))),
            "S15 signatures exchanged" => Make(spoil: k =>
            {
                byte[] first = k[^772..^388];
                k.AsSpan(k.Length - 388, 384).CopyTo(k.AsSpan(k.Length - 772));
                first.CopyTo(k.AsSpan(k.Length - 388));
            }),
            "S15 new signer not in the keyring" => Make(newSigner: LabKeyring.Third),
            "S15 old signer unknown" => Make(oldSigner: LabKeyring.Third),
            "S16 no key" => Make(keys: []),
            "S16 the only key revoked by itself" => Make(revoked: [s_new.PublicKey.KeyIdBytes()]),
            "five keys" => Make(keys: [a, a, a, a, a]),
            "five revoked ids" => Make(revoked: [id1, id1, id1, id1, id1]),
            "P24 reserved byte" => Make(change: k => k[15] = 1),
            "P24 keys descending" => Make(keys: [high, low]),
            "P24 a key twice" => Make(keys: [a, a]),
            "P24 revoked ids descending" => Make(revoked: [id2, id1]),
            "P24 a revoked id twice" => Make(revoked: [id1, id1]),
            "magic" => Make(change: k => k[0]++),
            "format 2" => Make(change: k => k[4]++),
            "CRC" => BundleSample.With(s_good, s_good.Length - 1, (byte)(s_good[^1] ^ 1)),
            "one byte more" => [.. s_good, 0],
            "one byte less" => s_good[..^1],
            "nothing" => [],
            "S08 modulus even" => Make(keys: [Record(r => r[399] ^= 1)]),
            "S08 R^2 wrong" => Make(keys: [Record(r => r[783] ^= 1)]),
            "S13 algorithm of a key" => Make(keys: [Record(r => r[4] = 2)]),
            "S07 signed without the domain" => Make(domain: ""),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "unknown rule"),
        };
    }

    /// <summary>A key's record with something changed and CRC and id right again.</summary>
    private static byte[] Record(Action<byte[]> change)
    {
        byte[] record = s_new.PublicKey.ToRecord();
        change(record);
        SHA256.HashData(record.AsSpan(16, 384))[..8].CopyTo(record, 8);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(784), Crc32.Compute(record, 0, 784));
        return record;
    }

    /// <summary>A keyring by SPEC.md alone, which checks nothing: changed before it is signed, or spoilt afterwards.</summary>
    private static byte[] Make(
        ushort epoch = 2, byte[][]? keys = null, byte[][]? revoked = null, SigningKey? oldSigner = null, SigningKey? newSigner = null,
        Action<byte[]>? change = null, Action<byte[]>? spoil = null, string domain = "TinyEdge keyring signature v1...")
    {
        keys ??= [s_new.PublicKey.ToRecord()];
        revoked ??= [s_old.PublicKey.KeyIdBytes()];
        oldSigner ??= s_old;
        newSigner ??= s_new;
        byte[] newId = keys.Length == 1 && newSigner == s_new ? keys[0][8..16] : newSigner.PublicKey.KeyIdBytes();
        byte[] signed =
        [
            .. "TEKR"u8, 1, 0, (byte)epoch, (byte)(epoch >> 8), (byte)keys.Length, (byte)revoked.Length, 0, 0, 0, 0, 0, 0,
            .. oldSigner.PublicKey.KeyIdBytes(), .. newId, .. revoked.SelectMany(id => id), .. keys.SelectMany(key => key),
        ];
        change?.Invoke(signed);
        byte[] digest = SHA256.HashData([.. Encoding.ASCII.GetBytes(domain), .. signed]);
        byte[] keyring = [.. signed, .. oldSigner.Sign(digest), .. newSigner.Sign(digest), 0, 0, 0, 0];
        spoil?.Invoke(keyring);
        return WithCrc(keyring);
    }

    private static byte[] WithCrc(byte[] keyring)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(keyring.AsSpan(keyring.Length - 4), Crc32.Compute(keyring, 0, keyring.Length - 4));
        return keyring;
    }
}
