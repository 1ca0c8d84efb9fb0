using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Fuzzing.Records;

/// <summary>
/// Both copies of the boot record: one byte that says how long the first file is (255: it is not there), the file, and the rest as the second
/// (none when nothing is left).
/// </summary>
public sealed class BootRecordTarget : FuzzTarget
{
    private const int Absent = 255;

    private readonly TwoFiles _files = new(BootRecordStore.File0, BootRecordStore.File1);
    private BootRecordStore _store = null!;
    private BootRecordStore _again = null!;
    private BootRecord _record = null!;
    private BootRecord _read = null!;

    public override string Name => "bootrecord";

    public override string Feeds => "the two files of the boot record, whole, damaged, of any length, or missing";

    public override string Promises =>
        "Ok, StorageLost or NoValidRecord; a record that is taken is in range, outlives a commit and keeps floor and replay mark; 0 bytes allocated";

    public override int MaxBytes => 160;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (UpdatePhase phase in Enum.GetValues<UpdatePhase>())
        {
            yield return Join(Record(phase, 4), Record(UpdatePhase.Idle, 5));
            yield return Join(Record(phase, 0xFFFFFFFE), Record(UpdatePhase.Reverted, 1));
        }

        yield return [Absent, .. Record(UpdatePhase.Trial, 7)];
        yield return Join(Record(UpdatePhase.Writing, 8), []);
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        int[] offsets = [0, 4, 6, 7, 8, 12, 13, 14, 15, 16, 20, 24, 32, 40, 44, 46, 48, 50, 51, 52, 56, 60];
        fields.Add(new FuzzField(0, 1));
        for (int i = 0; i < offsets.Length; i++)
        {
            int size = (i + 1 < offsets.Length ? offsets[i + 1] : BootRecord.SizeBytes) - offsets[i];
            fields.Add(new FuzzField(1 + offsets[i], size));
            fields.Add(new FuzzField(1 + BootRecord.SizeBytes + offsets[i], size));
        }
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        if (!random.Once(8))
        {
            RecordSeal.Put(input.Bytes, 1, BootRecord.SizeBytes);
            RecordSeal.Put(input.Bytes, 1 + BootRecord.SizeBytes, BootRecord.SizeBytes);
        }
    }

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        int length = input.Length == 0 ? Absent : input[0];
        ReadOnlySpan<byte> rest = input.Length == 0 ? input : input[1..];
        ReadOnlySpan<byte> first = length == Absent ? default : rest[..Math.Min(length, rest.Length)];
        ReadOnlySpan<byte> second = rest[Math.Min(first.Length, rest.Length)..];
        _files.Set(first, length != Absent, second, second.Length > 0);
        _store = new BootRecordStore(_files);
        _again = new BootRecordStore(_files);
        _record = new BootRecord();
        _read = new BootRecord();
    }

    public override int Act()
    {
        ResultCode code = _store.TryLoad(_record);
        if (code != ResultCode.Ok)
        {
            bool none = _files.Length(BootRecordStore.File0) < 0 && _files.Length(BootRecordStore.File1) < 0;
            FuzzViolation.Unless(code == (none ? ResultCode.StorageLost : ResultCode.NoValidRecord), $"TryLoad says {code}");
            FuzzViolation.Unless(_record.Bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0, "A refused record was left in the target");
            return (int)code;
        }

        FuzzViolation.Unless(_record.IsValid() && _record.AttemptsLeft <= BootRecord.MaxAttempts && Bank.IsKnown(_record.ActiveBank), "A record out of range was taken");
        uint floor = _record.SecurityFloor;
        uint mark = _record.ConfirmedSequence;
        code = _store.TryCommit(_record);
        FuzzViolation.Unless(code == ResultCode.Ok, $"Commit says {code}");
        code = _again.TryLoad(_read);
        FuzzViolation.Unless(code == ResultCode.Ok && _read.Bytes.AsSpan().SequenceEqual(_record.Bytes), $"What was committed is not what is read ({code})");
        FuzzViolation.Unless(_read.SecurityFloor == floor && _read.ConfirmedSequence == mark, "A floor moved");
        return 0;
    }

    private static byte[] Join(byte[] first, byte[] second) => [(byte)first.Length, .. first, .. second];

    private static byte[] Record(UpdatePhase phase, uint sequence)
    {
        BootRecord record = new();
        record.SetFactory(3, 1);
        record.Phase = phase;
        record.Sequence = sequence;
        record.ActiveBank = Bank.A;
        record.ActiveBundleSequence = 7;
        record.ConfirmedSequence = 7;
        if (phase is UpdatePhase.Writing or UpdatePhase.Staged or UpdatePhase.Trial)
        {
            record.SetTrial(Bank.B, 9, [1, 2, 3, 4, 5, 6, 7, 8], 0);
            record.AttemptsLeft = 3;
        }

        record.Seal();
        return [.. record.Bytes];
    }
}
