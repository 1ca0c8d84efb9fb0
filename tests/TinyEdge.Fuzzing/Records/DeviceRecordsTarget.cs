using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Records;

/// <summary>
/// The small records beside the boot record. Laid out like the input of <see cref="BootRecordTarget"/>; taken once as the two device-key files, once as
/// the baseline file (the second of them).
/// </summary>
public sealed class DeviceRecordsTarget : FuzzTarget
{
    private const int Absent = 255;
    private const int KeyBytes = 32;

    private readonly TwoFiles _keyFiles = new(DeviceKeyStore.File0, DeviceKeyStore.File1);
    private readonly TwoFiles _baselineFile = new("unused", SignalBaseline.FileName);
    private DeviceKeyStore _store = null!;
    private SignalBaseline _baseline = null!;
    private byte[]? _key;
    private bool _known;

    public override string Name => "records";

    public override string Feeds => "the two files of the device key and the baseline file, whole, damaged, of any length, or missing";

    public override string Promises => "a key of 32 bytes or none, the same when it is loaded again, in both files afterwards; a baseline that is known only under its checksum; no allocation but the key";

    public override int MaxBytes => 160;

    public override IEnumerable<byte[]> Seeds()
    {
        byte[] one = Key(1);
        byte[] two = Key(2);
        yield return [DeviceKeyStore.SizeBytes, .. one, .. two];
        yield return [DeviceKeyStore.SizeBytes, .. one, .. one];
        yield return [DeviceKeyStore.SizeBytes, .. Key(0xFFFFFFFE), .. one];
        yield return [Absent, .. two];
        yield return [0, .. Baseline()];
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        fields.Add(new FuzzField(0, 1));
        foreach (int at in (ReadOnlySpan<int>)[0, 4, 6, 8, 12, 16, 20, 24, 28, 44])
        {
            fields.Add(new FuzzField(1 + at, at is 4 or 6 ? 2 : 4));
            fields.Add(new FuzzField(1 + DeviceKeyStore.SizeBytes + at, 4));
        }
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        if (input.Length > 0 && !random.Once(8))
        {
            RecordSeal.Put(input.Bytes, 1, DeviceKeyStore.SizeBytes);
            RecordSeal.Put(input.Bytes, 1 + DeviceKeyStore.SizeBytes, DeviceKeyStore.SizeBytes);
            RecordSeal.Put(input.Bytes, 1 + (input[0] == Absent ? 0 : input[0]), SignalBaseline.SizeBytes);
        }
    }

    /// <summary>The key that is handed out is an array of its own, on the desktop 56 bytes.</summary>
    public override long AllowedBytes(int inputBytes) => 2 * 56;

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        int length = input.Length == 0 ? Absent : input[0];
        ReadOnlySpan<byte> rest = input.Length == 0 ? input : input[1..];
        ReadOnlySpan<byte> first = length == Absent ? default : rest[..Math.Min(length, rest.Length)];
        ReadOnlySpan<byte> second = rest[first.Length..];
        _keyFiles.Set(first, length != Absent, second, second.Length > 0);
        _baselineFile.Set(default, false, second, second.Length > 0);
        _store = new DeviceKeyStore(_keyFiles);
        _baseline = new SignalBaseline();
    }

    public override int Act()
    {
        _key = _store.Load();
        FuzzViolation.Unless(_key is null || _key.Length == KeyBytes, "A key of another length");
        FuzzViolation.Unless(_key is not null || _keyFiles.Changes == 0, "Files were written though no key was found");
        ResultCode code = _baseline.TryLoad(_baselineFile);
        _known = _baseline.IsKnown;
        FuzzViolation.Unless(_known == (code == ResultCode.Ok) && _baselineFile.Changes == 0, $"The baseline says {code}");
        if (_key is null)
        {
            return (int)code;
        }

        int changes = _keyFiles.Changes;
        byte[]? again = _store.Load();
        FuzzViolation.Unless(again is not null && again.AsSpan().SequenceEqual(_key) && _keyFiles.Changes == changes, "The key is another one when it is read again");
        return 0;
    }

    private static byte[] Key(uint sequence)
    {
        byte[] record = new byte[DeviceKeyStore.SizeBytes];
        LittleEndian.WriteInt32(record, 0, DeviceKeyStore.Magic);
        LittleEndian.WriteInt32(record, 4, 1);
        LittleEndian.WriteInt32(record, 8, (int)sequence);
        record.AsSpan(12, KeyBytes).Fill((byte)sequence);
        RecordSeal.Put(record, 0, record.Length);
        return record;
    }

    private static byte[] Baseline()
    {
        byte[] record = new byte[SignalBaseline.SizeBytes];
        LittleEndian.WriteInt32(record, 0, SignalBaseline.Magic);
        LittleEndian.WriteInt16(record, 4, SignalBaseline.Format);
        LittleEndian.WriteInt16(record, 6, 1);
        LittleEndian.WriteInt32(record, 8, 100);
        RecordSeal.Put(record, 0, record.Length);
        return record;
    }
}
