extern alias open;

using System.Buffers.Binary;
using System.Security.Cryptography;
using open::TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>
/// A keyring against a device of epoch 1 with one key, in the copy of the device's code that takes any signature. What it accepts is looked at again, apart
/// from the device's code; the real parser must accept nothing.
/// </summary>
public sealed class KeyringTarget : FuzzTarget
{
    private const int Header = KeyringComposer.Header;
    private const int Record = KeyringComposer.Record;
    private const int Trailer = KeyringComposer.Trailer;
    private const int MostReads = 64;

    private readonly byte[] _own = KeyringComposer.Key(KeyringComposer.Own);
    private readonly byte[] _new = KeyringComposer.Key(KeyringComposer.New);
    private readonly byte[] _other = KeyringComposer.Key(0xD3);
    private readonly BundleParser _parser;
    private readonly TinyEdge.Bundles.BundleParser _real;
    private readonly CountingSource _source = new();

    public KeyringTarget()
    {
        KeyRing trust = new(1, false);
        PublicKey.TryParse(_own, 0, _own.Length, out PublicKey key);
        trust.TryAdd(key);
        _parser = new BundleParser(trust, new PortableBlockDigest());
        TinyEdge.Bundles.KeyRing realTrust = new(1, false);
        TinyEdge.Bundles.PublicKey.TryParse(_own, 0, _own.Length, out TinyEdge.Bundles.PublicKey realKey);
        realTrust.TryAdd(realKey);
        _real = new TinyEdge.Bundles.BundleParser(realTrust, new TinyEdge.Bundles.PortableBlockDigest());
    }

    public override string Name => "keyring";

    public override string Feeds => "a keyring, raw or with its checksums put right";

    public override string Promises => "a result code; Ok only for epoch 2, one to four keys, a known signer before and another one within, a right checksum; never Ok without real signatures; reads bounded; 0 bytes allocated";

    public override int MaxBytes => 4200;

    public override IEnumerable<byte[]> Seeds()
    {
        yield return KeyringComposer.Compose([], _new);
        yield return KeyringComposer.Compose([], _own, _new);
        yield return KeyringComposer.Compose([[1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 3, 4, 5, 6, 7, 8]], _new, _other);
        yield return KeyringComposer.Compose([_own[8..16]], _new);
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        fields.AddRange([new(0, 4), new(4, 2), new(6, 2), new(8, 1), new(9, 1), new(10, 4), new(16, 8), new(24, 8), new(32, 8), new(40, 8)]);
        int at = Header + (input.Length > 9 ? 8 * Math.Min((int)input[9], 4) : 0);
        for (int key = 0; key < 4; key++, at += Record)
        {
            fields.AddRange([new(at, 4), new(at + 4, 2), new(at + 6, 2), new(at + 8, 8), new(at + 16, 1), new(at + 399, 1), new(at + 784, 4)]);
        }
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        int layers = random.Next(6);
        Span<byte> bytes = input.Bytes;
        int at = Header + (bytes.Length > 9 ? 8 * Math.Min((int)bytes[9], 4) : 0);
        for (; layers >= 2 && at + Record + Trailer <= bytes.Length; at += Record)
        {
            SHA256.HashData(bytes.Slice(at + 16, 384)).AsSpan(0, 8).CopyTo(bytes[(at + 8)..]);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(at + 784)..], Checksum.Of(bytes.Slice(at, 784)));
        }

        if (layers >= 1 && bytes.Length >= 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[^4..], Checksum.Of(bytes[..^4]));
        }
    }

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _source.Set(input);
        _parser.Reset();
        _real.Reset();
    }

    public override int Act()
    {
        ResultCode code = _parser.CheckKeyring(_source, 0, _source.Length);
        FuzzViolation.Unless(code is not ResultCode.NeedMore and not ResultCode.Truncated and not ResultCode.InternalError, $"The answer is {code}");
        FuzzViolation.Unless(code != ResultCode.Ok || KeyringComposer.IsGood(_source.Bytes), "A keyring was accepted that is none");
        return (int)code;
    }

    public override void Check()
    {
        byte[] input = _source.Bytes.ToArray();
        int real = (int)_real.CheckKeyring(new TinyEdge.Bundles.ByteArraySource(input), 0, input.Length);
        FuzzViolation.Unless(real != 0, "The real code accepted a keyring that nobody signed");
    }

    /// <summary>The keyring in an array made once; counts how often it is read.</summary>
    private sealed class CountingSource : IByteSource
    {
        private readonly byte[] _bytes = new byte[8192];
        private int _reads;

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Set(ReadOnlySpan<byte> bytes)
        {
            Length = Math.Min(bytes.Length, _bytes.Length);
            bytes[..Length].CopyTo(_bytes);
            _reads = 0;
        }

        public ResultCode TryRead(int position, byte[] buffer, int offset, int count)
        {
            FuzzViolation.Unless(++_reads <= MostReads && position >= 0 && count >= 0 && position <= Length && count <= Length - position, $"Read {_reads}: {count} bytes at {position} of {Length}");
            Array.Copy(_bytes, position, buffer, offset, count);
            return ResultCode.Ok;
        }
    }
}
