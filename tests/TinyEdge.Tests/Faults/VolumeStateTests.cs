using TinyEdge.Bundles;
using TinyEdge.Faults.Endurance;
using TinyEdge.Faults.Scenarios;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Faults;

/// <summary>States of the volume that no single fault makes: strangers' files, wear, another partition, a clock that is wrong.</summary>
public class VolumeStateTests
{
    private static readonly byte[] s_old = LabBundle.Of(10);
    private static readonly byte[] s_new = LabBundle.Of(11);

    /// <summary>A volume full of strangers, some with names that begin as ours do: they are not taken for ours, and go when room is needed.</summary>
    [Fact]
    public void F16_StrayFilesEverywhere_RunsAndAcceptsAPush()
    {
        LabVolume volume = Volumes.With(s_old);
        string[] near = ["bank_a.teb.old", "bank_b.te", "boot0.rec.bak", "boot1.re", "devkey0.rec.tmp", new string('x', 64)];
        foreach (string name in near)
        {
            volume.Put(name, [1, 2, 3]);
        }

        for (int i = 0; volume.Flash.FreeBlocks > 0; i++)
        {
            volume.Put($"stray-{i}.log", [4]);
        }

        volume.Put("con_WLAN_0.sys", [5]);
        using (volume.Enter())
        {
            UpdateDevice device = volume.Boot();
            Assert.Equal(10u, device.Engine.Running.Sequence);
            Assert.Equal(ResultCode.Ok, device.Push(s_new));
            Assert.Equal(11u, volume.Boot().Engine.Running.Sequence);
        }

        Assert.NotNull(volume.Content("con_WLAN_0.sys"));
        Assert.Equal(s_old, volume.Content(Bank.FileA));
    }

    /// <summary>Some of the ten thousand updates of 'tinyedge faults --endurance 10000': the figures grow by the update and nothing else.</summary>
    [Fact]
    public void F19_UpdatesInARow_WearTheVolumeEvenlyAndIdleDaysNotAtAll()
    {
        EnduranceFigures ten = EnduranceRun.Run(10);
        EnduranceFigures fifty = EnduranceRun.Run(50);
        Assert.Equal((0, 0), (ten.IdleOperationsPerDay, fifty.IdleOperationsPerDay));
        Assert.Equal(4, fifty.OperationsPerBoot);
        Assert.Equal((50 - 10) * ((fifty.RecordCommits - ten.RecordCommits) / 40), fifty.RecordCommits - ten.RecordCommits);
        Assert.InRange(fifty.RecordCommits / 50.0, 4, 6);
        double perDataBlock = (double)fifty.Erases / fifty.VolumeBlocks;
        Assert.InRange(fifty.MostErasesOfADataBlock, 0.8 * perDataBlock, 1.5 * perDataBlock);
        Assert.True(fifty.EstimatedUpdatesUntilWorn > 50_000);
    }

    /// <summary>The application asks for a reboot in the middle of a transfer: the active bundle runs on, and the transfer goes on where it was.</summary>
    [Fact]
    public void F23_RebootDuringStaging_ActiveBundleRunsAndTheTransferResumes()
    {
        LabVolume volume = Volumes.With(s_old);
        using (volume.Enter())
        {
            Assert.Equal(ResultCode.Ok, volume.Boot().TryPushPart(s_new, s_new.Length - 100));
            UpdateDevice device = volume.Boot();
            Assert.Equal((10u, false), (device.Engine.Running.Sequence, device.Engine.InTrial));
            Assert.Equal(ResultCode.Ok, device.Engine.Open(LabBundle.FingerprintOf(s_new), 0, s_new.Length, UpdateDevice.Link, out int next));
            Assert.InRange(next, 1, s_new.Length - 100);
            Assert.Equal(ResultCode.Ok, device.Push(s_new));
            Assert.Equal(11u, volume.Boot().Engine.Running.Sequence);
        }
    }

    /// <summary>Which record is newer is a matter of its sequence: no clock, unset, in the past or behind 2106, changes a byte.</summary>
    [Theory]
    [InlineData(1L)]
    [InlineData(2_147_483_648L)]
    [InlineData(4_294_967_296L)]
    public void F24_AnyClock_WritesTheSameRecords(long unixSeconds)
    {
        Assert.Equal(RecordsAfterAnUpdate(0), RecordsAfterAnUpdate(unixSeconds));
    }

    /// <summary>A partition that was made smaller, or is that of another layout: refused with a code before anything is written.</summary>
    [Theory]
    [InlineData(24 * 1024)]
    [InlineData(64 * 1024)]
    public void F25_PartitionTooSmall_IsRefusedBeforeAWrite(int volumeBytes)
    {
        MemoryFileStore files = LabDevice.VolumeWith(s_old);
        files.VolumeBytes = volumeBytes;
        LabDevice device = LabDevice.Boot(files);
        int before = files.Mutations;
        Assert.Equal(ResultCode.BundleTooLargeForBank, device.Push(s_new));
        Assert.Equal((before, 10u), (files.Mutations, device.Engine.Running.Sequence));
        Assert.Equal(s_old, files[Bank.FileA]);
    }

    /// <summary>A bank from a larger partition leaves less than a half to the other one.</summary>
    [Theory]
    [InlineData(96 * 1024, 16 * 1024, ResultCode.Ok)]
    [InlineData(96 * 1024, 24 * 1024, ResultCode.StorageFull)]
    public void F25_ActiveBankFromALargerPartition_LeavesWhatThereIs(int volumeBytes, int keptBytes, ResultCode expected)
    {
        Assert.Equal(expected, BankSpace.Check(12 * 1024, keptBytes, volumeBytes));
    }

    private static string RecordsAfterAnUpdate(long unixSeconds)
    {
        LabVolume volume = Volumes.With(s_old);
        using (volume.Enter())
        {
            UpdateDevice device = volume.Boot();
            device.Clock.UnixSeconds = unixSeconds;
            Assert.Equal(ResultCode.Ok, device.Push(s_new));
            UpdateDevice trial = volume.Boot();
            trial.Clock.UnixSeconds = unixSeconds;
            Assert.Equal(ResultCode.Ok, trial.Engine.Confirm(ResultCode.Ok));
            Assert.Equal(ResultCode.Ok, trial.Engine.MarkHealthyUptime());
            return Convert.ToHexString(volume.Content(BootRecordStore.File0)!) + Convert.ToHexString(volume.Content(BootRecordStore.File1)!);
        }
    }
}
