using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>V01 to V13 and V20, through a whole push: the code, and that a refusal changes nothing.</summary>
public class BundlePolicyTests
{
    private static readonly byte[] s_active = LabBundle.Of(10);

    [Fact]
    public void V01_Push_SameBundle_IsAlreadyInstalled()
    {
        Refuses(s_active, ResultCode.AlreadyInstalled);
    }

    [Fact]
    public void V02_Push_SameSequenceOtherContent_IsAConflict()
    {
        Refuses(LabBundle.Of(10, variant: 1), ResultCode.SequenceConflict);
    }

    [Fact]
    public void V03_Push_LowerSequence_IsAReplay()
    {
        Refuses(LabBundle.Of(9), ResultCode.SequenceReplayed);
        Refuses(LabBundle.Of(1), ResultCode.SequenceReplayed);
    }

    /// <summary>V07: what was confirmed before is old, also with its own bank still there.</summary>
    [Fact]
    public void V07_Push_TheBundleBefore_IsAReplay()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_active, LabBundle.Of(11)));
        Assert.Equal(ResultCode.SequenceReplayed, device.Push(s_active));
    }

    /// <summary>The mark outlives going back: bundles below it stay refused, itself may come again, another with its number may not.</summary>
    [Fact]
    public void V03_V07_Push_AfterGoingBack_MarkHolds()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_active, LabBundle.Of(12)));
        Assert.Equal(ResultCode.Ok, device.Engine.Rollback());
        device = device.Reboot();
        Assert.Equal(10u, device.Engine.Running.Sequence);
        Assert.Equal(ResultCode.SequenceReplayed, device.Push(LabBundle.Of(11)));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
        Assert.Equal(12u, device.Reboot().Engine.Running.Sequence);
    }

    /// <summary>V06: an unconfirmed bundle leaves no trace in floor and mark.</summary>
    [Fact]
    public void V06_R7_Push_AfterARevertedBundleWithAHigherFloor_OldFloorHolds()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_active));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(20, floor: 5)));
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.StageTooSlow));
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
    }

    [Theory]
    [InlineData(0u, ResultCode.SecurityFloorTooLow)]
    [InlineData(1u, ResultCode.Ok)]
    [InlineData(17u, ResultCode.Ok)]
    [InlineData(18u, ResultCode.SecurityFloorStepTooLarge)]
    [InlineData(0x7FFFFFFFu, ResultCode.SecurityFloorStepTooLarge)]
    public void V04_V05_Push_SecurityFloor_NeitherFallsNorJumps(uint floor, ResultCode expected)
    {
        Expect(LabBundle.Of(11, floor), expected);
    }

    /// <summary>V08: twice is enough; a higher sequence is another bundle.</summary>
    [Fact]
    public void V08_Push_FailedTwice_IsNotTriedAgain()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_active));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(11)));
            device = device.Reboot();
            Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.GoldenVectorMismatch));
            device = device.Reboot();
        }

        Assert.Equal(ResultCode.FailedBefore, device.Push(LabBundle.Of(11)));
        Assert.Equal(ResultCode.Ok, device.Push(LabBundle.Of(12)));
    }

    [Fact]
    public void V09_Push_OtherVendorClassOrRevision_IsRefused()
    {
        Expect(Build(r => r with { Vendor = 1 }), ResultCode.WrongVendor);
        Expect(Build(r => r with { DeviceClass = 2 }), ResultCode.WrongDeviceClass);
        Expect(Build(r => r with { HardwareRevisions = ~4u }), ResultCode.WrongHardwareRevision);
        Expect(Build(r => r with { HardwareRevisions = 4u }), ResultCode.Ok);
    }

    [Theory]
    [InlineData("virtual,lab", ResultCode.Ok)]
    [InlineData("esp32,virtual,lab,production", ResultCode.Ok)]
    [InlineData("esp32,lab", ResultCode.WrongEnvironment)]
    [InlineData("virtual,production", ResultCode.WrongEnvironment)]
    [InlineData("virtual,canary", ResultCode.WrongEnvironment)]
    public void V23_Push_Environment_NeedsPlatformAndRing(string environment, ResultCode expected)
    {
        Expect(Build(null, m => m with { TargetEnvironment = environment.Split(',') }), expected);
    }

    [Fact]
    public void V23_Push_CanaryBundleOnAProductionDevice_IsRefused()
    {
        byte[] bundle = Build(null, m => m with { TargetEnvironment = ["virtual", "canary"] });
        LabDevice device = LabDevice.Boot(new MemoryFileStore(), identity => identity.Environment = TargetEnvironment.Virtual | TargetEnvironment.Production);

        Assert.Equal(ResultCode.WrongEnvironment, device.Push(bundle));
        Assert.Equal(0, device.Files.Mutations);
    }

    /// <summary>V10: the device runs 1.2.0.</summary>
    [Theory]
    [InlineData(1, 2, 1, 2, ResultCode.Ok)]
    [InlineData(1, 0, 1, 9, ResultCode.Ok)]
    [InlineData(1, 3, 2, 0, ResultCode.RuntimeTooOld)]
    [InlineData(1, 0, 1, 1, ResultCode.RuntimeTooNew)]
    public void V10_V13_Push_RuntimeRange_MustHoldTheDevices(byte minMajor, byte minMinor, byte maxMajor, byte maxMinor, ResultCode expected)
    {
        Expect(Build(r => r with { RuntimeMin = new(minMajor, minMinor, 0), RuntimeMax = new(maxMajor, maxMinor, 0) }), expected);
    }

    /// <summary>V11: native checksums matter to a bundle with assemblies only.</summary>
    [Theory]
    [InlineData(8, ResultCode.Ok)]
    [InlineData(9, ResultCode.NativeChecksumMismatch)]
    public void V11_Push_Assemblies_NeedTheSameNativeCode(byte lastByte, ResultCode expected)
    {
        ReleaseSettings release = LabBundle.Release with { Sequence = 11, NativeChecksums = [1, 2, 3, 4, 5, 6, 7, lastByte], AppEntryType = "Lab.App" };
        Expect(LabBundle.Build(release, more: new BundleComponent(ComponentType.AppAssembly, new byte[300])), expected);
    }

    [Fact]
    public void V14_Push_OtherFrontEndOrKeyring_IsRefused()
    {
        Expect(Build(r => r with { FrontEndVersion = 3 }), ResultCode.FrontEndVersionMismatch);
        Expect(Build(r => r with { KeyringEpoch = 2 }), ResultCode.KeyringEpochMismatch);
    }

    /// <summary>V20: with a clock expiry holds, to the second; without one it is advisory.</summary>
    [Theory]
    [InlineData(0, ResultCode.Ok)]
    [InlineData(1_800_000_000, ResultCode.Ok)]
    [InlineData(1_800_000_001, ResultCode.Expired)]
    [InlineData(4_294_967_296, ResultCode.Expired)]
    public void V20_Push_NotAfter_HoldsWhenTheClockIsSet(long now, ResultCode expected)
    {
        byte[] bundle = Build(r => r with { NotAfter = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000) });
        Expect(bundle, expected, device => device.Clock.UnixSeconds = now);
    }

    [Theory]
    [InlineData(29, ResultCode.BatteryTooLow)]
    [InlineData(30, ResultCode.Ok)]
    [InlineData(BundlePolicy.BatteryUnknown, ResultCode.Ok)]
    public void Push_Battery_MustSuffice(int percent, ResultCode expected)
    {
        Expect(LabBundle.Of(11), expected, device => device.Engine.BatteryPercent = percent);
    }

    [Theory]
    [InlineData(12288, ResultCode.Ok)]
    [InlineData(12289, ResultCode.RamBudgetExceeded)]
    public void Push_RamBudget_MustFitTheBoard(int budget, ResultCode expected)
    {
        Expect(Build(null, m => m with { PeakRamBudgetBytes = budget }), expected);
    }

    [Theory]
    [InlineData("", ResultCode.Ok)]
    [InlineData("golden", ResultCode.Ok)]
    [InlineData("lab-10-0", ResultCode.Ok)]
    [InlineData("lab-10", ResultCode.RollbackTargetUnknown)]
    [InlineData("golden2", ResultCode.RollbackTargetUnknown)]
    public void Push_RollbackTarget_MustBeWhatRunsOrGolden(string target, ResultCode expected)
    {
        Expect(LabBundle.Build(LabBundle.Release with { Sequence = 11 }, LabBundle.Deployment with { RollbackTarget = target }), expected);
    }

    private static byte[] Build(Func<ReleaseSettings, ReleaseSettings>? change, Func<DeploymentMetadata, DeploymentMetadata>? changeMetadata = null)
    {
        ReleaseSettings release = LabBundle.Release with { Sequence = 11 };
        DeploymentMetadata metadata = LabBundle.Deployment.Metadata;
        return LabBundle.Build(
            change?.Invoke(release) ?? release,
            LabBundle.Deployment with { Metadata = changeMetadata?.Invoke(metadata) ?? metadata });
    }

    private static void Refuses(byte[] bundle, ResultCode expected) => Expect(bundle, expected);

    private static void Expect(byte[] bundle, ResultCode expected, Action<LabDevice>? prepare = null)
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(s_active));
        prepare?.Invoke(device);
        int before = device.Files.Mutations;
        Assert.Equal(expected, device.Push(bundle));
        if (expected != ResultCode.Ok)
        {
            Assert.Equal(before, device.Files.Mutations);
            Assert.False(device.Engine.Busy);
        }
    }
}
