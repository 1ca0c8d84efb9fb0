using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

public class TrialTests
{
    private static readonly byte[] s_old = LabBundle.Of(10);
    private static readonly byte[] s_new = LabBundle.Of(11, floor: 3);

    /// <summary>R8: the attempt is on flash when the boot has chosen; R26: exactly so many boots as the bundle asked for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void R26_BeginBoot_TrialNeverConfirmed_RunsExactlyItsAttemptsThenReverts(int attempts)
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(LabBundle.Of(20, attempts: attempts)));
        for (int boot = 1; boot <= attempts; boot++)
        {
            LabDevice trial = LabDevice.Boot(files);
            Assert.True(trial.Engine.InTrial);
            Assert.Equal(20u, trial.Engine.Running.Sequence);
            BootRecord onFlash = new();
            Assert.Equal(ResultCode.Ok, new BootRecordStore(files).TryLoad(onFlash));
            Assert.Equal(attempts - boot, onFlash.AttemptsLeft);
        }

        LabDevice after = LabDevice.Boot(files);
        AssertReverted(after, ResultCode.AttemptsExhausted, 10);
        Assert.Equal((20u, 1), (after.Record.FailedSequence, after.Record.FailedCount));
    }

    /// <summary>R30: the breadcrumb of an attempt is the reason in the end.</summary>
    [Fact]
    public void R30_NoteAttemptFailure_ThenAttemptsUsedUp_ReasonIsTheBreadcrumb()
    {
        LabDevice device = Trial();
        Assert.Equal(ResultCode.Ok, device.Engine.NoteAttemptFailure(ResultCode.AppLoadFailed));
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.Ok, device.Engine.NoteAttemptFailure(ResultCode.AppLoadFailed));
        Assert.Equal(before, device.Files.Mutations);
        AssertReverted(device.Reboot().Reboot().Reboot(), ResultCode.AppLoadFailed, 10);
    }

    [Theory]
    [InlineData(ResultCode.GoldenVectorMismatch)]
    [InlineData(ResultCode.StageTooSlow)]
    [InlineData(ResultCode.TrialDeadlinePassed)]
    public void FailTrial_InTrial_RevertsWithTheReason(ResultCode reason)
    {
        LabDevice device = Trial();
        Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(reason));
        Assert.True(device.Engine.RebootPending);
        AssertReverted(device.Reboot(), reason, 10);
    }

    [Fact]
    public void R30_MarkHealthyUptime_AfterARevert_SettlesThePhaseAndKeepsTheReason()
    {
        LabDevice device = Trial();
        Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.StageTooSlow));
        device = device.Reboot().Reboot();
        Assert.Equal((UpdatePhase.Reverted, UpdateOutcome.Reverted), (device.Record.Phase, device.Record.LastOutcome));
        Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
        device = device.Reboot();
        Assert.Equal((UpdatePhase.Idle, ResultCode.StageTooSlow), (device.Record.Phase, device.Record.LastReason));
    }

    /// <summary>R7: floor and replay mark move with the confirm, in its record, and not before.</summary>
    [Fact]
    public void R7_Confirm_GatePassed_SwitchesFloorMarkAndBankInOneRecord()
    {
        LabDevice device = Trial();
        Assert.Equal((1u, 10u), (device.Record.SecurityFloor, device.Record.ConfirmedSequence));
        int before = device.Files.RecordWrites;
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal(before + 1, device.Files.RecordWrites);
        device = device.Reboot();
        BootRecord record = device.Record;
        Assert.Equal((UpdatePhase.Idle, Bank.B, 11u, 3u, 11u), (record.Phase, record.ActiveBank, record.ActiveBundleSequence, record.SecurityFloor, record.ConfirmedSequence));
        Assert.Equal((UpdateOutcome.Confirmed, ResultCode.Ok), (record.LastOutcome, record.LastReason));
        Assert.True(record.OtherIsGood);
        Assert.Equal(10u, record.TrialBundleSequence);
    }

    /// <summary>R23.</summary>
    [Fact]
    public void R23_Confirm_NotNow_IsRefusedWithoutAWrite()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_old));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.FailTrial(ResultCode.StageTooSlow));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.NoteAttemptFailure(ResultCode.AppThrew));
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.Confirm(ResultCode.Ok));
        device = device.Reboot();
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.HealthGatePending, device.Engine.Confirm(ResultCode.HealthGatePending));
        Assert.Equal(ResultCode.HealthGatePending, device.Engine.Confirm(ResultCode.StageTooSlow));
        Assert.Equal(before, device.Files.Mutations);
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal(ResultCode.NotInTrial, device.Engine.FailTrial(ResultCode.StageTooSlow));
    }

    /// <summary>R8: an attempt that cannot be recorded is not made.</summary>
    [Fact]
    public void R8_BeginBoot_AttemptCannotBeRecorded_RunsTheActiveBank()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(s_new));
        files.WriteFault = (_, _) => ResultCode.StorageWriteFailed;
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.StorageWriteFailed, device.BootResult);
        Assert.Equal(10u, device.Engine.Running.Sequence);
        Assert.False(device.Engine.InTrial);
        Assert.Equal(ResultCode.NotInTrial, device.Engine.Confirm(ResultCode.Ok));
        files.WriteFault = null;
        Assert.True(LabDevice.Boot(files).Engine.InTrial);
    }

    /// <summary>F22: boots that die before the supervisor has chosen cost no attempt.</summary>
    [Fact]
    public void F22_BeginBoot_PowerDiesBeforeTheChoice_CostsNothing()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(s_new));
        for (int boot = 0; boot < 20; boot++)
        {
            files.Arm(new PowerCut(0, CutMode.Before));
            Assert.Throws<PowerCutException>(() => LabDevice.Boot(files));
            files.PowerOn();
        }

        LabDevice device = LabDevice.Boot(files);
        Assert.True(device.Engine.InTrial);
        Assert.Equal(2, device.Record.AttemptsLeft);
    }

    [Fact]
    public void BeginBoot_TrialBankDamaged_RevertsBeforeAnyOfItRuns()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(s_new));
        files[Bank.FileB]![^1] ^= 1;
        LabDevice device = LabDevice.Boot(files);
        AssertReverted(device, ResultCode.BlockDigestMismatch, 10);
        Assert.Equal(0u, device.Record.FailedSequence);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
    }

    /// <summary>R25.</summary>
    [Fact]
    public void R25_BeginBoot_FiveUncleanBoots_FallsBackToTheOtherBank()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        for (int boot = 1; boot <= BootChooser.MaxUncleanBoots; boot++)
        {
            LabDevice device = LabDevice.Boot(files);
            Assert.Equal((11u, boot), (device.Engine.Running.Sequence, device.Record.UncleanBoots));
        }

        LabDevice after = LabDevice.Boot(files);
        Assert.Equal(10u, after.Engine.Running.Sequence);
        Assert.Equal((UpdateOutcome.FellBack, ResultCode.CrashLoop), (after.Record.LastOutcome, after.Record.LastReason));
        Assert.Equal((11u, 1), (after.Record.FailedSequence, after.Record.FailedCount));
        Assert.Equal(11u, after.Record.ConfirmedSequence);
    }

    [Fact]
    public void R25_BeginBoot_UncleanBootsBrokenByAHealthyOne_StaysWhereItIs()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        for (int boot = 0; boot < 20; boot++)
        {
            LabDevice device = LabDevice.Boot(files);
            Assert.Equal(11u, device.Engine.Running.Sequence);
            if (boot % 5 == 4)
            {
                Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
            }
        }
    }

    /// <summary>The other bank is below the floor that the crashing bundle raised: the golden app it is.</summary>
    [Fact]
    public void R25_BeginBoot_CrashLoopAndOtherBankBelowTheFloor_RunsGolden()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, s_new);
        for (int boot = 0; boot < BootChooser.MaxUncleanBoots; boot++)
        {
            LabDevice.Boot(files);
        }

        LabDevice device = LabDevice.Boot(files);
        AssertGolden(device);
        Assert.Equal(ResultCode.CrashLoop, device.Record.LastReason);
        Assert.Equal(3u, device.Record.SecurityFloor);
        int before = files.Mutations;
        LabDevice.Boot(files);
        Assert.Equal(before, files.Mutations);
    }

    /// <summary>F18: a bit turns in the active bank after confirm.</summary>
    [Fact]
    public void F18_BeginBoot_ActiveBankDamaged_FallsBackToTheOtherAndSaysWhy()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        files[Bank.FileB]![^5] ^= 4;
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(10u, device.Engine.Running.Sequence);
        Assert.Equal((UpdateOutcome.FellBack, ResultCode.BlockDigestMismatch), (device.Record.LastOutcome, device.Record.LastReason));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
        Assert.Equal(11u, device.Reboot().Engine.Running.Sequence);
    }

    /// <summary>One failed read is not the end of a bank.</summary>
    [Fact]
    public void F17_BeginBoot_OneReadFails_ReadsAgain()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        int reads = 0;
        files.ReadFault = name => name == Bank.FileA && reads++ == 2 ? ResultCode.StorageReadFailed : ResultCode.Ok;
        Assert.Equal(10u, LabDevice.Boot(files).Engine.Running.Sequence);
    }

    /// <summary>One file that cannot be opened, once, is there all the same: neither its bank is given up nor an older record believed.</summary>
    [Theory]
    [InlineData(Bank.FileB)]
    [InlineData(BootRecordStore.File0)]
    [InlineData(BootRecordStore.File1)]
    public void F17_BeginBoot_OneOpenFails_LooksAgain(string file)
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        int looks = 0;
        files.OpenFault = name => name == file && looks++ == 0;
        device = LabDevice.Boot(files);
        Assert.Equal((1, 11u, 3u), (Math.Min(looks, 1), device.Engine.Running.Sequence, device.Record.SecurityFloor));
        Assert.False(device.Engine.InTrial);
    }

    /// <summary>R28.</summary>
    [Fact]
    public void R28_BeginBoot_BothBanksDamaged_RunsGoldenAndAcceptsAPush()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        files[Bank.FileA]![100] ^= 1;
        files[Bank.FileB] = null;
        LabDevice device = LabDevice.Boot(files);
        AssertGolden(device);
        Assert.Equal(ResultCode.BankEmpty, device.Record.LastReason);
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
        Assert.Equal(12u, device.Reboot().Engine.Running.Sequence);
    }

    /// <summary>F14: everything is gone; the build's floor holds, health says so, a push works.</summary>
    [Fact]
    public void F14_BeginBoot_VolumeFormatted_RunsGoldenWithTheBuildFloorAndAcceptsAPush()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, s_new);
        files.Format();
        LabDevice device = LabDevice.Boot(files, identity => identity.BuildSecurityFloor = 2);
        AssertGolden(device);
        Assert.Equal((ResultCode.StorageLost, ResultCode.StorageLost), (device.BootResult, device.Record.LastReason));
        Assert.Equal(2u, device.Record.SecurityFloor);
        Assert.Empty(files.Names);
        Assert.Equal(ResultCode.SecurityFloorTooLow, device.Push(s_old));
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
    }

    [Fact]
    public void F12_BeginBoot_RecordsDestroyedBanksGood_RunsGoldenAndDoesNotTrustTheBanks()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        files[BootRecordStore.File0] = new byte[64];
        files[BootRecordStore.File1] = new byte[3];
        LabDevice device = LabDevice.Boot(files);
        AssertGolden(device);
        Assert.Equal(ResultCode.NoValidRecord, device.BootResult);
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
        Assert.Null(files[Bank.FileB]);
        Assert.Equal(12u, device.Reboot().Engine.Running.Sequence);
    }

    /// <summary>S16: a record that revokes every key would make the device deaf; it is not obeyed.</summary>
    [Fact]
    public void S16_BeginBoot_RecordRevokesTheOnlyKey_IsNotObeyed()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        Revoke(files, 1);
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(0, device.Keys.RevokedMask);
        Assert.Equal(10u, device.Engine.Running.Sequence);
    }

    private static void Revoke(MemoryFileStore files, int mask)
    {
        BootRecordStore store = new(files);
        BootRecord record = new();
        Assert.Equal(ResultCode.Ok, store.TryLoad(record));
        record.RevokedKeys = mask;
        Assert.Equal(ResultCode.Ok, store.TryCommit(record));
    }

    [Fact]
    public void Rollback_ConfirmedPair_GoesToTheOtherThenGoldenThenNowhere()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old, LabBundle.Of(11));
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        Assert.True(device.Engine.RebootPending);
        int before = files.Mutations;
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        Assert.Equal(before, files.Mutations);
        device = device.Reboot();
        Assert.Equal(10u, device.Engine.Running.Sequence);
        Assert.Equal((UpdateOutcome.RolledBack, ResultCode.OperatorRollback), (device.Record.LastOutcome, device.Record.LastReason));
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        device = device.Reboot();
        AssertGolden(device);
        Assert.Equal(ResultCode.NothingToRollBackTo, device.Engine.Rollback());
    }

    [Fact]
    public void Rollback_OtherBankBelowTheFloor_GoesToGolden()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_old, s_new));
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        AssertGolden(device.Reboot());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rollback_StagedOrInTrial_DropsItAndKeepsTheActiveBank(bool rebootFirst)
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_old));
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        device = rebootFirst ? device.Reboot() : device;
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        device = device.Reboot();
        Assert.Equal(10u, device.Engine.Running.Sequence);
        Assert.Equal((UpdateOutcome.RolledBack, ResultCode.OperatorRollback), (device.Record.LastOutcome, device.Record.LastReason));
        Assert.Equal(0, device.Record.FailedCount);
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
    }

    /// <summary>I7: an ordinary boot writes once, and once more when it has proved healthy; the golden app writes nothing.</summary>
    [Fact]
    public void F19_I7_Boots_Ordinary_WriteAtMostTwoRecords()
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        for (int boot = 0; boot < 50; boot++)
        {
            int before = files.Mutations;
            LabDevice device = LabDevice.Boot(files);
            Assert.Equal(before + 1, files.Mutations);
            Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
            Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
            Assert.Equal(before + 2, files.Mutations);
        }

        MemoryFileStore empty = new();
        LabDevice golden = LabDevice.Boot(empty);
        Assert.Equal(ResultCode.Ok, golden.Engine.MarkHealthyUptime());
        Assert.Equal(0, empty.Mutations);
    }

    private static LabDevice Trial()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_old));
        Assert.Equal(ResultCode.Ok, device.Push(s_new));
        device = device.Reboot();
        Assert.True(device.Engine.InTrial);
        return device;
    }

    private static void AssertReverted(LabDevice device, ResultCode reason, uint running)
    {
        Assert.Equal(running, device.Engine.Running.Sequence);
        Assert.Equal((UpdatePhase.Reverted, UpdateOutcome.Reverted, reason), (device.Record.Phase, device.Record.LastOutcome, device.Record.LastReason));
        Assert.Equal(1u, device.Record.SecurityFloor);
        Assert.Equal(10u, device.Record.ConfirmedSequence);
    }

    private static void AssertGolden(LabDevice device)
    {
        Assert.Equal(Bank.Golden, device.Engine.RunningBank);
        Assert.Equal(Bank.Golden, device.Record.ActiveBank);
        Assert.Equal("golden"u8.ToArray(), device.Engine.Running.BundleId[..6]);
    }
}
