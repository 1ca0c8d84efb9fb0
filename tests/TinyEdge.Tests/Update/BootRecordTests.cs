using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

public class BootRecordTests
{
    private static readonly byte[] s_fingerprint = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Bytes_EveryField_LieWhereTheSpecSays()
    {
        BootRecord record = Sample(UpdatePhase.Trial, 0x01020304);
        record.LastReason = ResultCode.StageTooSlow;
        record.UncleanBoots = 4;
        record.FailedSequence = 0x33445566;
        record.FailedCount = 2;
        record.RevokedKeys = 0x0A0B;
        record.Seal();
        byte[] expected = Convert.FromHexString(
            "54454252" + "0100" + "03" + "00" + "04030201" + "01" + "02" + "04" + "01" + "07000000" + "09000000"
            + "0102030405060708" + "0102030405060708" + "05000000" + "0300" + "9101" + "0B0A" + "02" + "00" + "66554433" + "07000000");
        Assert.Equal(expected, record.Bytes[..60]);
        Assert.Equal(BitConverter.GetBytes(BitwiseCrc32(expected)), record.Bytes[60..]);
    }

    [Fact]
    public void F12_IsValid_AnyBitFlipped_IsFalse()
    {
        BootRecord record = Sample(UpdatePhase.Idle, 5);
        record.Seal();
        Assert.True(record.IsValid());
        for (int bit = 0; bit < BootRecord.SizeBytes * 8; bit++)
        {
            record.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(record.IsValid(), $"bit {bit}");
            record.Bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(4, 0)]
    [InlineData(6, 5)]
    [InlineData(7, 2)]
    [InlineData(7, 255)]
    [InlineData(12, 1)]
    [InlineData(13, 16)]
    [InlineData(15, 5)]
    [InlineData(51, 1)]
    public void R27_IsValid_FieldOutOfRangeUnderGoodCrc_IsFalse(int offset, byte value)
    {
        BootRecord record = Sample(UpdatePhase.Idle, 5);
        record.Bytes[offset] = value;
        record.Seal();
        Assert.False(record.IsValid());
    }

    [Fact]
    public void F12_TryLoad_EitherCopyDamagedAtEveryBit_UsesTheOther()
    {
        MemoryFileStore files = new();
        Commit(files, UpdatePhase.Idle, UpdatePhase.Reverted);
        byte[] older = files[BootRecordStore.File1]!;
        byte[] newer = files[BootRecordStore.File0]!;
        for (int bit = 0; bit < BootRecord.SizeBytes * 8; bit++)
        {
            Assert.Equal(older, LoadWith(Flipped(newer, bit), older));
            Assert.Equal(newer, LoadWith(newer, Flipped(older, bit)));
            Assert.Null(LoadWith(Flipped(newer, bit), Flipped(older, bit)));
        }
    }

    public static TheoryData<byte[]?> Garbage() => new()
    {
        { null },
        { new byte[64] },
        { Enumerable.Repeat((byte)0xFF, 64).ToArray() },
        { Array.Empty<byte>() },
        { new byte[63] },
        { new byte[65] },
        { new byte[4096] },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public void F12_TryLoad_OneCopyGarbage_UsesTheOtherAndWritesOverTheGarbage(byte[]? garbage)
    {
        MemoryFileStore files = new();
        Commit(files, UpdatePhase.Idle, UpdatePhase.Reverted);
        byte[] good = files[BootRecordStore.File0]!;
        files[BootRecordStore.File1] = garbage;
        BootRecordStore store = new(files);
        BootRecord record = new();
        Assert.Equal(ResultCode.Ok, store.TryLoad(record));
        Assert.Equal(good, record.Bytes);
        Assert.Equal(ResultCode.Ok, store.TryCommit(record));
        Assert.Equal(good, files[BootRecordStore.File0]);
        Assert.Equal(record.Bytes, files[BootRecordStore.File1]);
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public void F12_TryLoad_BothCopiesGarbage_SaysWhetherThereWasAnything(byte[]? garbage)
    {
        MemoryFileStore files = new() { [BootRecordStore.File0] = garbage, [BootRecordStore.File1] = garbage };
        ResultCode code = new BootRecordStore(files).TryLoad(new BootRecord());
        Assert.Equal(garbage is null ? ResultCode.StorageLost : ResultCode.NoValidRecord, code);
    }

    /// <summary>RFC 1982, section 3.2, for 32 bits; at a distance of exactly 2^31 neither is newer and the safer phase decides.</summary>
    [Theory]
    [InlineData(2u, 1u, true)]
    [InlineData(1u, 0xFFFFFFFEu, true)]
    [InlineData(0xFFFFFFFEu, 1u, false)]
    [InlineData(0x80000000u, 1u, true)]
    [InlineData(0x80000001u, 1u, false)]
    [InlineData(0x80000002u, 1u, false)]
    [InlineData(7u, 7u, false)]
    public void F06_IsNewer_Sequences_FollowSerialArithmetic(uint a, uint b, bool newer)
    {
        Assert.Equal(newer, BootRecordStore.IsNewer(a, b));
    }

    [Fact]
    public void F06_TryCommit_AcrossTheWrap_AlternatesFilesAndStaysNewest()
    {
        MemoryFileStore files = new();
        BootRecordStore store = new(files);
        BootRecord record = Sample(UpdatePhase.Idle, 0xFFFFFFFA);
        for (int i = 0; i < 10; i++)
        {
            record.UncleanBoots = i;
            Assert.Equal(ResultCode.Ok, store.TryCommit(record));
            Assert.NotEqual(0u, record.Sequence);
            Assert.NotEqual(0xFFFFFFFFu, record.Sequence);
            BootRecord loaded = new();
            Assert.Equal(ResultCode.Ok, new BootRecordStore(files).TryLoad(loaded));
            Assert.Equal(i, loaded.UncleanBoots);
        }

        Assert.Equal(6u, record.Sequence);
    }

    [Theory]
    [InlineData(UpdatePhase.Idle, UpdatePhase.Trial)]
    [InlineData(UpdatePhase.Reverted, UpdatePhase.Idle)]
    [InlineData(UpdatePhase.Idle, UpdatePhase.Writing)]
    [InlineData(UpdatePhase.Writing, UpdatePhase.Staged)]
    [InlineData(UpdatePhase.Staged, UpdatePhase.Trial)]
    public void F12_TryLoad_SameSequenceOrHalfTheSpaceApart_SaferPhaseWins(UpdatePhase safer, UpdatePhase other)
    {
        foreach (uint distance in (uint[])[0, 0x80000000])
        {
            byte[] safe = Sealed(safer, 9);
            byte[] risky = Sealed(other, 9 + distance);
            Assert.Equal(safe, LoadWith(safe, risky));
            Assert.Equal(safe, LoadWith(risky, safe));
        }
    }

    [Theory]
    [InlineData(4u)]
    [InlineData(5u)]
    public void TryCommit_CurrentInTheFileOfTheOtherParity_DoesNotOverwriteIt(uint sequence)
    {
        foreach (string name in (string[])[BootRecordStore.File0, BootRecordStore.File1])
        {
            MemoryFileStore files = new() { [name] = Sealed(UpdatePhase.Idle, sequence) };
            byte[] current = files[name]!;
            BootRecordStore store = new(files);
            BootRecord record = new();
            Assert.Equal(ResultCode.Ok, store.TryLoad(record));
            Assert.Equal(ResultCode.Ok, store.TryCommit(record));
            Assert.Equal(current, files[name]);
        }
    }

    [Fact]
    public void F17_R6_TryCommit_FlashDropsTheWrite_IsAReadBackMismatchAndTheOldCopyHolds()
    {
        MemoryFileStore files = new();
        Commit(files, UpdatePhase.Idle);
        DroppingStore dropping = new(files);
        BootRecordStore store = new(dropping);
        BootRecord record = new();
        Assert.Equal(ResultCode.Ok, store.TryLoad(record));
        uint before = record.Sequence;
        dropping.Drop = true;
        Assert.Equal(ResultCode.ReadBackMismatch, store.TryCommit(record));
        Assert.Equal(before, record.Sequence);
        Assert.NotNull(LoadWith(files[BootRecordStore.File0], files[BootRecordStore.File1]));
    }

    /// <summary>CRC-32/ISO-HDLC a bit at a time, apart from the table that the device uses.</summary>
    private static uint BitwiseCrc32(byte[] bytes)
    {
        uint state = uint.MaxValue;
        foreach (byte value in bytes)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state >> 1) ^ ((state & 1) != 0 ? 0xEDB88320 : 0);
            }
        }

        return ~state;
    }

    private static BootRecord Sample(UpdatePhase phase, uint sequence)
    {
        BootRecord record = new();
        record.SetFactory(5, 3);
        record.Sequence = sequence;
        record.ActiveBank = Bank.A;
        record.ActiveBundleSequence = 9;
        record.SetTrial(Bank.B, 9, s_fingerprint, 0);
        record.ExchangeActiveAndTrial(Bank.A);
        record.ActiveBundleSequence = 7;
        record.ConfirmedSequence = 7;
        record.LastOutcome = UpdateOutcome.Confirmed;
        record.SetTrial(Bank.None, 0, new byte[8], 0);
        if (phase is UpdatePhase.Writing or UpdatePhase.Staged or UpdatePhase.Trial)
        {
            record.SetTrial(Bank.B, 9, s_fingerprint, 0);
            record.AttemptsLeft = 2;
        }

        record.Phase = phase;
        return record;
    }

    private static byte[] Sealed(UpdatePhase phase, uint sequence)
    {
        BootRecord record = Sample(phase, sequence);
        record.Seal();
        Assert.True(record.IsValid());
        return record.Bytes;
    }

    private static void Commit(MemoryFileStore files, params UpdatePhase[] phases)
    {
        BootRecordStore store = new(files);
        uint sequence = 0;
        foreach (UpdatePhase phase in phases)
        {
            Assert.Equal(ResultCode.Ok, store.TryCommit(Sample(phase, sequence++)));
        }
    }

    private static byte[] Flipped(byte[] bytes, int bit)
    {
        byte[] copy = [.. bytes];
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private static byte[]? LoadWith(byte[]? file0, byte[]? file1)
    {
        MemoryFileStore files = new() { [BootRecordStore.File0] = file0, [BootRecordStore.File1] = file1 };
        BootRecord record = new();
        return new BootRecordStore(files).TryLoad(record) == ResultCode.Ok ? record.Bytes : null;
    }

    /// <summary>Flash that reports success and keeps what it had.</summary>
    private sealed class DroppingStore(MemoryFileStore files) : IFileStore
    {
        public bool Drop { get; set; }

        public int VolumeBytes => files.VolumeBytes;

        public int Length(string name) => files.Length(name);

        public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count) => files.TryRead(name, position, buffer, offset, count);

        public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count) =>
            Drop ? ResultCode.Ok : files.TryWrite(name, position, buffer, offset, count);

        public ResultCode TryDelete(string name) => files.TryDelete(name);
    }
}
