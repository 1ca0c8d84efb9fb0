using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>A change of keys on a device, from the push to what holds afterwards.</summary>
public class KeyRotationTests
{
    private static readonly byte[] s_first = LabBundle.Of(10);
    private static readonly Lazy<MemoryFileStore> s_rotated = new(() => LabDevice.VolumeWith(s_first, LabKeyring.Rotation));

    private static MemoryFileStore RotatedVolume => s_rotated.Value.Clone();

    [Fact]
    public void S03_R7_Confirm_BundleWithKeyring_NewKeysHoldAtOnceAndAfterTheReboot()
    {
        LabDevice device = Trial(LabDevice.VolumeWith(s_first), LabKeyring.Rotation);
        Assert.Equal((1, 1), (device.Keys.Epoch, device.Keys.Count));
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));

        ExpectNewKeys(device);
        device = device.Reboot();
        ExpectNewKeys(device);
        Assert.Equal((2, 1, 11u), (device.Record.KeyringEpoch, device.Record.RevokedKeys, device.Engine.Running.Sequence));
        Assert.Equal(ResultCode.Ok, device.Push(LabKeyring.Signed(12, LabKeyring.Next)));
        Assert.Equal(12u, device.Reboot().Engine.Running.Sequence);
    }

    [Fact]
    public void R7_FailTrial_BundleWithKeyring_OldKeysHoldAndNothingIsLeft()
    {
        LabDevice device = Trial(LabDevice.VolumeWith(s_first), LabKeyring.Rotation);
        Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.StageTooSlow));
        device = device.Reboot();

        Assert.Equal((1, 1, 0), (device.Keys.Epoch, device.Record.KeyringEpoch, device.Record.RevokedKeys));
        Assert.DoesNotContain(device.Files.Names, name => name is KeyringFiles.File0 or KeyringFiles.File1);
        Assert.Equal(ResultCode.KeyringEpochMismatch, device.Push(LabKeyring.Signed(12, LabBundle.Key)));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
    }

    /// <summary>Floor, replay mark, epoch and revocations of a record, before the confirm and after it: one write lies between.</summary>
    [Fact]
    public void R7_V06_Confirm_FloorMarkEpochAndRevocation_ChangeInOneRecord()
    {
        LabDevice device = Trial(LabDevice.VolumeWith(s_first), LabKeyring.Carrying(11, LabKeyring.Build(), floor: 9));
        Assert.Equal((1u, 10u, 1, 0), Marks(device.Record));
        int records = device.Files.RecordWrites;

        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));

        Assert.Equal(records + 1, device.Files.RecordWrites);
        Assert.Equal((9u, 11u, 2, 1), Marks(device.Record));

        static (uint, uint, int, int) Marks(BootRecord record) => (record.SecurityFloor, record.ConfirmedSequence, record.KeyringEpoch, record.RevokedKeys);
    }

    /// <summary>What was confirmed once stays bootable; what is pushed again is judged by the keys of today.</summary>
    [Fact]
    public void S03_Rollback_PreviousBundleOfARevokedKey_StillBootsAndIsRefusedAsAPush()
    {
        LabDevice device = LabDevice.Boot(RotatedVolume);
        Assert.Equal(ResultCode.Ok, device.Push(LabKeyring.Signed(12, LabKeyring.Next)));
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));

        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        device = device.Reboot();

        Assert.Equal((11u, 2), (device.Engine.Running.Sequence, device.Keys.Epoch));
        Assert.Equal(ResultCode.RevokedKey, device.Push(LabKeyring.Signed(13, LabBundle.Key)));
    }

    /// <summary>The grace for a confirmed bundle is for these very bytes: one bit elsewhere and the bank is left.</summary>
    [Fact]
    public void S03_Boot_ConfirmedBankOfARevokedKeyDamaged_FallsBack()
    {
        MemoryFileStore files = RotatedVolume;
        LabDevice device = LabDevice.Boot(files);
        byte[] bank = files[Bank.FileOf(device.Engine.RunningBank)]!;
        foreach (int position in new[] { 100, 32 + BundleFormat.KeyIdOffset, bank.Length - 600 })
        {
            MemoryFileStore damaged = files.Clone();
            damaged[Bank.FileOf(device.Engine.RunningBank)]![position] ^= 1;

            Assert.Equal(10u, LabDevice.Boot(damaged).Engine.Running.Sequence);
        }
    }

    /// <summary>A trial of a revoked key does not start: only what was confirmed has grace.</summary>
    [Fact]
    public void S03_Boot_StagedBundleOfARevokedKey_IsNotTried()
    {
        MemoryFileStore files = RotatedVolume;
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Push(LabKeyring.Signed(12, LabKeyring.Next)));
        byte[] other = LabKeyring.Signed(12, LabBundle.Key);
        string staged = Bank.FileOf(device.Record.TrialBank);
        files[staged] = other;
        BootRecord record = new();
        record.CopyFrom(device.Record);
        record.SetTrial(record.TrialBank, 12, LabBundle.FingerprintOf(other), 0);
        Assert.Equal(ResultCode.Ok, new BootRecordStore(files).TryCommit(record));

        device = device.Reboot();

        Assert.Equal((11u, ResultCode.RevokedKey), (device.Engine.Running.Sequence, device.Record.LastReason));
    }

    [Fact]
    public void S15_Push_ThreeRotationsInARow_EachNeedsTheOneBefore()
    {
        byte[] second = LabKeyring.Carrying(12, LabKeyring.Build(3, LabKeyring.Next, LabKeyring.Third), LabKeyring.Next, epoch: 2);
        Assert.Equal(ResultCode.UnknownKey, LabDevice.Boot(LabDevice.VolumeWith(s_first)).Push(second));

        LabDevice device = Trial(RotatedVolume, second);
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        byte[] third = LabKeyring.Carrying(13, LabKeyring.Build(4, LabKeyring.Third, LabKeyring.Next, revoked: []), LabKeyring.Third, epoch: 3);

        // The key that was revoked one keyring ago does not come back.
        Assert.Equal(ResultCode.RevokedKey, device.Push(third));
        Assert.Equal((3, ResultCode.Ok), (device.Reboot().Keys.Epoch, device.Reboot().Engine.KeyringResult));
    }

    /// <summary>A bundle whose keyring is refused: the code comes back, what runs and who may sign stay, nothing can be booted from the spare bank.</summary>
    [Theory]
    [InlineData("S15 epoch N+2", ResultCode.KeyringEpochNotNext)]
    [InlineData("S15 signed by a stranger first", ResultCode.KeyringNotSignedByOldKey)]
    [InlineData("S16 without keys", ResultCode.KeyringWithoutKeys)]
    public void S15_S16_R10_Push_KeyringRefused_KeysActiveBankAndFloorStay(string wrong, ResultCode expected)
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_first));
        string active = Bank.FileOf(device.Record.ActiveBank);
        byte[] bank = [.. device.Files[active]!];

        Assert.Equal(expected, device.Push(WithBadKeyring(wrong)));

        device = device.Reboot();
        Assert.Equal(bank, device.Files[active]);
        Assert.Equal((UpdatePhase.Idle, 10u, 1, 1u), (device.Record.Phase, device.Engine.Running.Sequence, device.Keys.Epoch, device.Record.SecurityFloor));
        Assert.Equal(ResultCode.Ok, device.Push(LabKeyring.Rotation));
    }

    /// <summary>Not even the builder makes such a bundle, so the keyring is exchanged in a sound one and everything above it signed again.</summary>
    private static byte[] WithBadKeyring(string wrong)
    {
        byte[] keyring = wrong switch
        {
            "S15 epoch N+2" => LabKeyring.Build(epoch: 3),
            "S15 signed by a stranger first" => LabKeyring.Build(oldKey: LabKeyring.Third, revoked: [LabBundle.Key.PublicKey.KeyId]),
            _ => [.. LabKeyring.Build()],
        };
        if (wrong == "S16 without keys")
        {
            // Header and trailer alone.
            keyring = [.. keyring[..32], .. keyring[^772..]];
            (keyring[8], keyring[9]) = (0, 0);
        }

        return LabKeyring.CarryingUnchecked(11, keyring);
    }

    [Fact]
    public void Confirm_KeyringFileCannotBeWritten_TrialGoesOnWithTheOldKeys()
    {
        LabDevice device = Trial(LabDevice.VolumeWith(s_first), LabKeyring.Rotation);
        device.Files.WriteFault = (name, _) => name is KeyringFiles.File0 ? ResultCode.StorageFull : ResultCode.Ok;
        int records = device.Files.RecordWrites;

        Assert.Equal(ResultCode.StorageFull, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal((records, 1, true), (device.Files.RecordWrites, device.Keys.Epoch, device.Engine.InTrial));

        device.Files.WriteFault = null;
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        Assert.Equal(2, device.Keys.Epoch);
    }

    /// <summary>Either file alone is enough, and is copied; with both gone the build's keys hold, health says so, and a rotation mends it.</summary>
    [Fact]
    public void Boot_KeyringFilesDamaged_OneIsEnoughAndNoneIsReported()
    {
        foreach (string name in new[] { KeyringFiles.File0, KeyringFiles.File1 })
        {
            foreach (Action<MemoryFileStore> damage in new Action<MemoryFileStore>[] { f => f[name] = null, f => f[name] = f[name]![..^1], f => f[name]![50] ^= 4, f => f[name] = [] })
            {
                MemoryFileStore files = RotatedVolume;
                LabDevice.Boot(files);
                Assert.Equal(files[KeyringFiles.File0], files[KeyringFiles.File1]);
                damage(files);

                LabDevice device = LabDevice.Boot(files);

                Assert.Equal((2, ResultCode.Ok), (device.Keys.Epoch, device.Engine.KeyringResult));
                Assert.Equal(files[KeyringFiles.File0], files[KeyringFiles.File1]);
            }
        }
    }

    [Fact]
    public void Boot_KeyringLost_BuildsKeysHoldRunningBundleRunsAndARotationMendsIt()
    {
        MemoryFileStore files = RotatedVolume;
        files[KeyringFiles.File0] = files[KeyringFiles.File1] = null;

        LabDevice device = LabDevice.Boot(files);

        Assert.Equal((1, ResultCode.KeyringLost, 11u), (device.Keys.Epoch, device.Engine.KeyringResult, device.Engine.Running.Sequence));
        Assert.Equal(ResultCode.UnknownKey, device.Push(LabKeyring.Signed(12, LabKeyring.Next)));
        device = Trial(files, LabKeyring.Carrying(12, LabKeyring.Build()));
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        device = device.Reboot();
        Assert.Equal((2, ResultCode.Ok), (device.Keys.Epoch, device.Engine.KeyringResult));
        Assert.Equal(ResultCode.Ok, device.Push(LabKeyring.Signed(13, LabKeyring.Next)));
    }

    /// <summary>S17, F05: cut at every operation of the confirm, in every mode, and again in every operation of the recovery.</summary>
    [Fact]
    public void S17_F05_Confirm_PowerCutAnywhereTwice_OldKeysOrNewKeysWhole()
    {
        MemoryFileStore start = Trial(LabDevice.VolumeWith(s_first), LabKeyring.Rotation).Files;
        int cases = 0;
        for (int operation = 0; operation < 5; operation++)
        {
            foreach (CutMode mode in Enum.GetValues<CutMode>())
            {
                MemoryFileStore cut = start.Clone();
                bool confirmed = ConfirmWithCut(cut, new PowerCut(operation, mode));
                ExpectOldOrNew(cut.Clone(), confirmed);
                foreach (CutMode second in Enum.GetValues<CutMode>())
                {
                    MemoryFileStore again = cut.Clone();
                    again.Arm(new PowerCut(0, second));
                    Try(() => LabDevice.Boot(again));
                    again.PowerOn();
                    ExpectOldOrNew(again, confirmed);
                    cases++;
                }
            }
        }

        Assert.Equal(5 * 7 * 7, cases);
    }

    private static bool ConfirmWithCut(MemoryFileStore files, PowerCut cut)
    {
        LabDevice device = LabDevice.Boot(files);
        if (!device.Engine.InTrial)
        {
            return false;
        }

        files.Arm(cut);
        bool done = Try(() => Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok)));
        files.PowerOn();
        return done;
    }

    private static void ExpectOldOrNew(MemoryFileStore files, bool confirmed)
    {
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Engine.KeyringResult);
        bool isNew = device.Keys.Epoch == 2;
        Assert.True(isNew || !confirmed);
        Assert.Equal(isNew, device.Record.ConfirmedSequence == 11);
        Assert.Equal(isNew ? 2 : 1, device.Record.KeyringEpoch);
        if (isNew)
        {
            Assert.Equal(11u, device.Engine.Running.Sequence);
            Assert.Equal(LabKeyring.Next.PublicKey.KeyIdBytes(), device.Keys.Ids[..8]);
        }
        else
        {
            Assert.Equal(LabBundle.Key.PublicKey.KeyIdBytes(), device.Keys.Ids[..8]);
            Assert.True(device.Engine.InTrial || device.Engine.Running.Sequence == 10);
        }
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (PowerCutException)
        {
            return false;
        }
    }

    private static void ExpectNewKeys(LabDevice device)
    {
        Assert.Equal((2, 1, ResultCode.Ok), (device.Keys.Epoch, device.Keys.Count, device.Engine.KeyringResult));
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.RevokedKey, device.Push(LabKeyring.Signed(12, LabBundle.Key)));
        Assert.Equal(ResultCode.KeyringEpochMismatch, device.Push(LabKeyring.Signed(12, LabKeyring.Next, epoch: 1)));
        Assert.Equal(ResultCode.UnknownKey, device.Push(LabKeyring.Signed(12, LabKeyring.Third)));
        Assert.Equal(before, device.Files.Mutations);
    }

    private static LabDevice Trial(MemoryFileStore files, byte[] rotation)
    {
        LabDevice device = LabDevice.Boot(files);
        Assert.Equal(ResultCode.Ok, device.Push(rotation));
        device = device.Reboot();
        Assert.True(device.Engine.InTrial);
        return device;
    }
}
