using TinyEdge.Bundles;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

public class UpdateSessionTests
{
    private static readonly byte[] s_old = LabBundle.Of(10);
    private static readonly byte[] s_new = LabBundle.Of(11);

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(512)]
    [InlineData(4097)]
    public void Push_PiecesOfAnySize_StagesTheExactBytes(int pieceBytes)
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.Ok, device.Push(s_new, pieceBytes));
        Assert.Equal(UpdatePhase.Staged, device.Record.Phase);
        Assert.Equal(Bank.B, device.Record.TrialBank);
        Assert.Equal(3, device.Record.AttemptsLeft);
        Assert.Equal(s_new, device.Files[Bank.FileB]);
        Assert.Equal(s_old, device.Files[Bank.FileA]);
        Assert.True(device.Engine.RebootPending);
    }

    /// <summary>R1, R2: until the signature has been verified nothing on flash changes.</summary>
    [Fact]
    public void Feed_HeadNotComplete_WritesNothing()
    {
        LabDevice device = Device();
        int before = device.Files.Mutations;
        device.PushPart(s_new, LabBundle.PayloadOffsetOf(s_new) - 1);
        Assert.Equal(before, device.Files.Mutations);
        Assert.Equal(0, device.Engine.AcknowledgedOffset);
        Assert.Equal(LabBundle.PayloadOffsetOf(s_new) - 1, device.Engine.ExpectedOffset);
    }

    /// <summary>R5: the record says WRITING before the spare bank's file is touched.</summary>
    [Fact]
    public void R5_Feed_HeadComplete_RecordSaysWritingBeforeTheBankIsTouched()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_old, s_new));
        byte[] next = LabBundle.Of(12);
        int bankTouched = 0;
        ResultCode CheckRecord(string name)
        {
            if (name == Bank.FileA)
            {
                bankTouched++;
                BootRecord onFlash = new();
                Assert.Equal(ResultCode.Ok, new BootRecordStore(device.Files).TryLoad(onFlash));
                Assert.Equal((UpdatePhase.Writing, Bank.A), (onFlash.Phase, onFlash.TrialBank));
            }

            return ResultCode.Ok;
        }

        device.Files.WriteFault = (name, _) => CheckRecord(name);
        device.Files.DeleteFault = CheckRecord;
        device.PushPart(next, LabBundle.PayloadOffsetOf(next));
        Assert.Equal(2, bankTouched);
    }

    /// <summary>R4: whatever is pushed, the active bank's file is neither written nor deleted.</summary>
    [Fact]
    public void R4_Push_AnyBundle_NeverWritesTheActiveBank()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, s_new);
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(Bank.B, device.Engine.RunningBank);
        files.WriteFault = (name, _) =>
        {
            Assert.NotEqual(Bank.FileB, name);
            return ResultCode.Ok;
        };
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
        Assert.Equal(s_new, files[Bank.FileB]);
    }

    /// <summary>R6: what counts is what flash gives back, not what went through memory.</summary>
    [Fact]
    public void R6_Finish_FlashKeptSomethingElse_IsRefusedAndResumesAtTheBadBlock()
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out _));
        Assert.Equal(ResultCode.Ok, device.Engine.Feed(0, s_new, 0, s_new.Length, LabDevice.Link));
        int block = LabBundle.PayloadOffsetOf(s_new) + LabBundle.BlockSize;
        device.Files[Bank.FileB]![block] ^= 1;
        Assert.Equal(ResultCode.ReadBackMismatch, device.Engine.Finish(LabDevice.Link));
        Assert.Equal(UpdatePhase.Writing, device.Record.Phase);
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out int next));
        Assert.Equal(block, next);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        Assert.Equal(s_new, device.Files[Bank.FileB]);
    }

    [Fact]
    public void T02_Feed_OneBadBlock_IsRefusedAloneAndTheSessionGoesOn()
    {
        LabDevice device = Device();
        byte[] damaged = [.. s_new];
        int payload = LabBundle.PayloadOffsetOf(s_new);
        damaged[payload + LabBundle.BlockSize + 5] ^= 0x40;
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out _));
        Assert.Equal(ResultCode.BlockDigestMismatch, device.Engine.Feed(0, damaged, 0, damaged.Length, LabDevice.Link));
        int resume = payload + LabBundle.BlockSize;
        Assert.Equal(resume, device.Engine.AcknowledgedOffset);
        Assert.Equal(resume, device.Engine.ExpectedOffset);
        Assert.Equal(ResultCode.Ok, device.Engine.Feed(resume, s_new, resume, s_new.Length - resume, LabDevice.Link));
        Assert.Equal(ResultCode.Ok, device.Engine.Finish(LabDevice.Link));
    }

    /// <summary>P17: any flipped byte of the head is refused with nothing written (padding and block list included).</summary>
    [Fact]
    public void R2_Feed_AnyByteOfTheHeadFlipped_IsRefusedAndNothingChanges()
    {
        LabDevice device = Device();
        int before = device.Files.Mutations;
        byte[] fingerprint = LabBundle.FingerprintOf(s_new);
        int payload = LabBundle.PayloadOffsetOf(s_new);
        for (int at = 0; at < payload; at++)
        {
            byte[] damaged = [.. s_new];
            damaged[at] ^= 0x10;
            device.Clock.UptimeMs += 64000; // or bad signatures in a row would have to wait
            Assert.Equal(ResultCode.Ok, device.Engine.Open(fingerprint, 0, s_new.Length, LabDevice.Link, out _));
            Assert.NotEqual(ResultCode.Ok, device.Engine.Feed(0, damaged, 0, payload, LabDevice.Link));
            Assert.False(device.Engine.Busy);
        }

        Assert.Equal(before, device.Files.Mutations);
    }

    [Fact]
    public void Feed_AfterTheEnd_IsTrailingBytesAndFinishStillWorks()
    {
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length);
        Assert.Equal(ResultCode.TrailingBytes, device.Engine.Feed(s_new.Length, new byte[1], 0, 1, LabDevice.Link));
        Assert.Equal(ResultCode.Ok, device.Engine.Finish(LabDevice.Link));
        Assert.Equal(s_new, device.Files[Bank.FileB]);
    }

    [Fact]
    public void P16_Finish_BytesMissing_IsIncomplete()
    {
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length - 1);
        Assert.Equal(ResultCode.IncompleteUpdate, device.Engine.Finish(LabDevice.Link));
    }

    /// <summary>T11: at every cut of the transfer a new boot resumes at the last whole block, and the blocks before it are not sent again.</summary>
    [Fact]
    public void T11_Open_AfterAResetAnywhere_ResumesAtTheLastWholeBlock()
    {
        int payload = LabBundle.PayloadOffsetOf(s_new);
        for (int sent = 100; sent <= s_new.Length; sent += 100)
        {
            LabDevice device = Device();
            device.PushPart(s_new, sent);
            device = device.Reboot();
            Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out int next));
            int whole = sent < payload ? 0 : payload + ((sent - payload) / LabBundle.BlockSize * LabBundle.BlockSize);
            Assert.Equal(whole, next);
            Assert.Equal(whole, device.Engine.AcknowledgedOffset);
            Assert.Equal(ResultCode.Ok, device.Push(s_new));
        }
    }

    /// <summary>T11: what lies in the bank is believed only after it was verified again.</summary>
    [Fact]
    public void T11_Open_PartialBankDamagedMeanwhile_ResumesBeforeTheDamage()
    {
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length - 10);
        int payload = LabBundle.PayloadOffsetOf(s_new);
        device.Files[Bank.FileB]![payload + 3] ^= 1;
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out int next));
        Assert.Equal(payload, next);
        device.Files[Bank.FileB]![70] ^= 1;
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out next));
        Assert.Equal(0, next);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        Assert.Equal(s_new, device.Files[Bank.FileB]);
    }

    /// <summary>T11: another bundle of the same length begins anew.</summary>
    [Fact]
    public void T11_Open_OtherBundleOfTheSameLength_StartsAtZero()
    {
        byte[] other = LabBundle.Of(12);
        Assert.Equal(s_new.Length, other.Length);
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length - 10);
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(other), 0, other.Length, LabDevice.Link, out int next));
        Assert.Equal(0, next);
        Assert.Equal(ResultCode.Ok, device.Push(other));
        Assert.Equal(other, device.Files[Bank.FileB]);
    }

    /// <summary>T11: the bank was given to another transfer in between; what that left is not taken for the first one's.</summary>
    [Fact]
    public void T11_Open_SlotUsedByAnotherTransferMeanwhile_StartsAtZero()
    {
        byte[] other = LabBundle.Of(12);
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length - 10);
        device.PushPart(other, other.Length - 10);
        device = device.Reboot();

        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out int next));
        Assert.Equal(0, next);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        Assert.Equal(s_new, device.Files[Bank.FileB]);
    }

    [Fact]
    public void P23_R2_Open_FingerprintOrLengthIsALie_IsRefusedAtTheHead()
    {
        LabDevice device = Device();
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(LabBundle.Of(12)), 0, s_new.Length, LabDevice.Link, out _));
        Assert.Equal(ResultCode.WrongBundle, device.Engine.Feed(0, s_new, 0, s_new.Length, LabDevice.Link));
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length - 1, LabDevice.Link, out _));
        Assert.Equal(ResultCode.BadLength, device.Engine.Feed(0, s_new, 0, s_new.Length, LabDevice.Link));
        Assert.Equal(before, device.Files.Mutations);
    }

    [Fact]
    public void Feed_WrongPosition_IsOffsetMismatchAndHarmless()
    {
        LabDevice device = Device();
        device.PushPart(s_new, 100);
        Assert.Equal(ResultCode.OffsetMismatch, device.Engine.Feed(99, s_new, 99, 10, LabDevice.Link));
        Assert.Equal(ResultCode.OffsetMismatch, device.Engine.Feed(-1, s_new, 0, 10, LabDevice.Link));
        Assert.Equal(ResultCode.OffsetMismatch, device.Engine.Feed(int.MaxValue, s_new, 0, 10, LabDevice.Link));
        Assert.Equal(ResultCode.Ok, device.Engine.Feed(100, s_new, 100, s_new.Length - 100, LabDevice.Link));
    }

    [Fact]
    public void DropPartial_InsideABlockOrTheHead_GoesBackToTheAcknowledgedByte()
    {
        LabDevice device = Device();
        int payload = LabBundle.PayloadOffsetOf(s_new);
        device.PushPart(s_new, payload - 7);
        device.Engine.DropPartial(LabDevice.OtherLink);
        Assert.Equal(payload - 7, device.Engine.ExpectedOffset);
        device.Engine.DropPartial(LabDevice.Link);
        Assert.Equal(0, device.Engine.ExpectedOffset);
        Assert.Equal(ResultCode.Ok, device.Engine.Feed(0, s_new, 0, payload + 600, LabDevice.Link));
        device.Engine.DropPartial(LabDevice.Link);
        Assert.Equal(payload + 512, device.Engine.ExpectedOffset);
    }

    /// <summary>T06.</summary>
    [Fact]
    public void T06_Open_WhileAnotherLinkReceives_IsBusyUntilItExpires()
    {
        LabDevice device = Device();
        device.PushPart(s_new, 1200);
        Assert.True(device.Engine.Busy);
        byte[] fingerprint = LabBundle.FingerprintOf(s_new);
        Assert.Equal(ResultCode.Busy, device.Engine.Open(fingerprint, 0, s_new.Length, LabDevice.OtherLink, out _));
        Assert.Equal(ResultCode.Busy, device.Engine.Feed(1200, s_new, 1200, 1, LabDevice.OtherLink));
        Assert.Equal(ResultCode.Busy, device.Engine.Finish(LabDevice.OtherLink));
        Assert.Equal(ResultCode.Busy, device.Engine.Abort(LabDevice.OtherLink));
        device.Clock.UptimeMs += TransferSession.ProgressTimeoutMs;
        Assert.False(device.Engine.Busy);
        Assert.Equal(ResultCode.SessionExpired, device.Engine.Feed(1200, s_new, 1200, 1, LabDevice.Link));
        Assert.Equal(ResultCode.Ok, device.Engine.Open(fingerprint, 0, s_new.Length, LabDevice.OtherLink, out int next));
        Assert.Equal(LabBundle.PayloadOffsetOf(s_new), next);
        Assert.Equal(ResultCode.Busy, device.Engine.Feed(1200, s_new, 1200, 1, LabDevice.Link));
    }

    /// <summary>T04: a byte now and then does not keep a session alive, a block does.</summary>
    [Fact]
    public void T04_Feed_OneByteNowAndThen_ExpiresAllTheSame()
    {
        LabDevice device = Device();
        int payload = LabBundle.PayloadOffsetOf(s_new);
        device.PushPart(s_new, payload);
        int position = payload;
        ResultCode code = ResultCode.Ok;
        for (int i = 0; i < 10 && code == ResultCode.Ok; i++)
        {
            device.Clock.UptimeMs += 9900;
            code = device.Engine.Feed(position, s_new, position, 1, LabDevice.Link);
            position++;
        }

        Assert.Equal(ResultCode.SessionExpired, code);
        Assert.Equal(payload + 7, position);
    }

    [Fact]
    public void AnyCall_WithoutASession_IsNoSession()
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.NoSession, device.Engine.Feed(0, s_new, 0, 1, LabDevice.Link));
        Assert.Equal(ResultCode.NoSession, device.Engine.Finish(LabDevice.Link));
        Assert.Equal(ResultCode.NoSession, device.Engine.Abort(LabDevice.Link));
        device.Engine.DropPartial(LabDevice.Link);
        Assert.Equal(0, device.Engine.AcknowledgedOffset);
    }

    [Fact]
    public void Abort_WhileWriting_LeavesIdleAndTheBankUnusable()
    {
        LabDevice device = Device();
        device.PushPart(s_new, s_new.Length);
        Assert.Equal(ResultCode.Ok, device.Engine.Abort(LabDevice.Link));
        Assert.Equal(UpdatePhase.Idle, device.Record.Phase);
        Assert.False(device.Record.OtherIsGood);
        Assert.Equal(10u, device.Reboot().Engine.Running.Sequence);
    }

    /// <summary>T10: the answer to Finish was lost; doing it all again changes nothing and sends nothing.</summary>
    [Fact]
    public void T10_Push_AlreadyStaged_IsOkWithoutAWrite()
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, LabDevice.Link, out int next));
        Assert.Equal(s_new.Length, next);
        Assert.Equal(ResultCode.Ok, device.Engine.Finish(LabDevice.Link));
        Assert.Equal(before, device.Files.Mutations);
        Assert.Equal(UpdatePhase.Staged, device.Record.Phase);
    }

    [Fact]
    public void Push_OverAStagedBundle_ReplacesIt()
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
        device = device.Reboot();
        Assert.Equal(12u, device.Engine.Running.Sequence);
    }

    /// <summary>T07, T08.</summary>
    [Fact]
    public void T07_T08_Open_DuringTrialOrBeforeTheRebootBack_IsRefused()
    {
        LabDevice device = Device();
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        device = device.Reboot();
        byte[] next = LabBundle.Of(12);
        byte[] fingerprint = LabBundle.FingerprintOf(next);
        Assert.Equal(ResultCode.TrialInProgress, device.Engine.Open(fingerprint, 0, next.Length, LabDevice.Link, out _));
        Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.StageTooSlow));
        Assert.Equal(ResultCode.RevertPending, device.Engine.Open(fingerprint, 0, next.Length, LabDevice.Link, out _));
        Assert.Equal(ResultCode.Ok, device.Reboot().Push(next));
    }

    [Fact]
    public void Open_LengthOutOfRange_IsRefusedBeforeAnything()
    {
        LabDevice device = Device();
        byte[] fingerprint = LabBundle.FingerprintOf(s_new);
        int most = BankSpace.MaxBundleBytes(device.Files.VolumeBytes);
        foreach (int length in (int[])[0, -1, int.MinValue, int.MaxValue, most + 1])
        {
            Assert.Equal(ResultCode.BundleTooLargeForBank, device.Engine.Open(fingerprint, 0, length, LabDevice.Link, out _));
        }

        Assert.Equal(ResultCode.Ok, device.Engine.Open(fingerprint, 0, most, LabDevice.Link, out _));
        Assert.Equal(ResultCode.BadRequest, device.Engine.Open(fingerprint, 1, s_new.Length, LabDevice.Link, out _));
    }

    /// <summary>F13: the volume fills up at any write; the active bundle stays, and a later push succeeds.</summary>
    [Fact]
    public void F13_Push_VolumeFullAtAnyWrite_FailsAndCanBeRepeated()
    {
        for (int failing = 0; failing < 8; failing++)
        {
            LabDevice device = Device();
            int writes = 0;

            // A log that cannot be written is no reason to refuse a bundle.
            device.Files.WriteFault = (name, _) => name != UpdateLog.FileName && writes++ == failing ? ResultCode.StorageFull : ResultCode.Ok;
            ResultCode code = device.Push(s_new);
            bool everFailed = writes > failing;
            Assert.Equal(everFailed ? ResultCode.StorageFull : ResultCode.Ok, code);
            device.Files.WriteFault = null;
            Assert.Equal(s_old, device.Files[Bank.FileA]);
            device = device.Reboot();
            if (everFailed)
            {
                Assert.Equal(10u, device.Engine.Running.Sequence);
                Assert.Equal(ResultCode.Ok, device.Push(s_new));
                device = device.Reboot();
            }

            Assert.Equal(11u, device.Engine.Running.Sequence);
        }
    }

    [Fact]
    public void T16_Transfer_WholePush_AllocatesNothing()
    {
        LabDevice device = Device();
        byte[] fingerprint = LabBundle.FingerprintOf(s_new);
        NullStore nothing = new(s_new);
        UpdateEngine engine = new(nothing, device.Clock, new BundleParser(device.Keys, new PortableBlockDigest()), device.Identity, device.Keys);
        engine.BeginBoot();
        Transfer(engine, fingerprint);
        engine.Abort(LabDevice.Link);
        Assert.Equal(0, AllocationMeter.Measure(() =>
        {
            Transfer(engine, fingerprint);
            engine.Abort(LabDevice.Link);
        }));
    }

    private static void Transfer(UpdateEngine engine, byte[] fingerprint)
    {
        if (engine.Open(fingerprint, 0, s_new.Length, LabDevice.Link, out int next) != ResultCode.Ok
            || engine.Feed(next, s_new, next, s_new.Length - next, LabDevice.Link) != ResultCode.Ok
            || engine.Finish(LabDevice.Link) != ResultCode.Ok)
        {
            throw new InvalidOperationException("The transfer failed.");
        }
    }

    private static LabDevice Device() => LabDevice.Boot(LabDevice.VolumeWith(s_old));

    /// <summary>Takes records, pretends that bank A holds the bundle; allocates nothing.</summary>
    private sealed class NullStore(byte[] bundle) : IFileStore
    {
        private readonly byte[] _record0 = new byte[64];
        private readonly byte[] _record1 = new byte[64];

        public int VolumeBytes => 0;

        public int Length(string name) => name == Bank.FileA ? bundle.Length : name is Bank.FileB or UpdateLog.FileName ? -1 : 64;

        public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
        {
            byte[] source = name == Bank.FileA ? bundle : name == BootRecordStore.File0 ? _record0 : _record1;
            Array.Copy(source, position, buffer, offset, count);
            return ResultCode.Ok;
        }

        public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
        {
            if (name is BootRecordStore.File0 or BootRecordStore.File1)
            {
                Array.Copy(buffer, offset, name == BootRecordStore.File0 ? _record0 : _record1, position, count);
            }

            return ResultCode.Ok;
        }

        public ResultCode TryDelete(string name) => ResultCode.Ok;
    }
}
