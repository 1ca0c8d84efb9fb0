using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>What a device in service must not take, pushed at it over real sockets while it works.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly DeviceRig _rig = new();

    public async Task InitializeAsync()
    {
        await _rig.InstallAsync(DeviceRig.Bundle(10));
        await _rig.InstallAsync(DeviceRig.Bundle(11));
        await _rig.HealthAsync(h => h.Windows > 0);
    }

    public Task DisposeAsync()
    {
        _rig.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task R10_Push_BadBundles_AreRefusedWithTheirCodesAndNothingIsWritten()
    {
        byte[] flipped = DeviceRig.Bundle(20);
        flipped[BundleSample.SignedLength(flipped) - 40] ^= 0x04;
        await AssertRefusedUnwritten("one bit of the head", flipped, ResultCode.BadSignature, ExitCode.Signature);
        byte[] noise = DeviceRig.Bundle(20);
        noise[9] ^= 0x04;
        await AssertRefusedUnwritten("one bit of the prefix", noise, ResultCode.BadPrefixCrc, ExitCode.BadInput);
        await AssertRefusedUnwritten("stranger's key", DeviceRig.Bundle(20, signer: TestKeys.Stranger), ResultCode.UnknownKey, ExitCode.Signature);
        await AssertRefusedUnwritten("older", DeviceRig.Bundle(9), ResultCode.SequenceReplayed, ExitCode.Refused);
        await AssertRefusedUnwritten("the one before", DeviceRig.Bundle(10), ResultCode.SequenceReplayed, ExitCode.Refused);
        await AssertRefusedUnwritten("same sequence, other content", DeviceRig.Bundle(11, id: "other"), ResultCode.SequenceConflict, ExitCode.Refused);
        await AssertRefusedUnwritten("other ring", DeviceRig.Bundle(20, environment: ["virtual", "production"]), ResultCode.WrongEnvironment, ExitCode.Refused);
        await AssertRefusedUnwritten("other board", DeviceRig.Bundle(20, environment: ["esp32", "lab"]), ResultCode.WrongEnvironment, ExitCode.Refused);
        await AssertRefusedUnwritten("over the memory", DeviceRig.Bundle(20, budgetBytes: 101 * 1024), ResultCode.RamBudgetExceeded, ExitCode.Refused);
    }

    /// <summary>The head is good, so the spare bank is being written when the damage shows; what runs is not touched.</summary>
    [Fact]
    public async Task Push_OneBitOfThePayloadFlipped_IsRefusedAndTheActiveBankStays()
    {
        byte[] active = _rig.BankFile("B");
        byte[] flipped = DeviceRig.Bundle(20);
        flipped[^500] ^= 0x10;

        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => _rig.PushAsync(flipped));

        Assert.Equal(ResultCode.BlockDigestMismatch, refused.Result);
        Assert.Equal(active, _rig.BankFile("B"));
        Assert.Equal("rig-11", (await _rig.HealthAsync()).Running.BundleId);
        await _rig.InstallAsync(DeviceRig.Bundle(20));
    }

    [Fact]
    public async Task Push_WrongDeviceKey_IsRefusedAndHealthIsStillServed()
    {
        SortedDictionary<string, string> before = _rig.Flash();
        await using HttpDeviceClient stranger = _rig.Client(new DeviceKey(new byte[32]));

        // Already the device's answer to the question for a challenge does not bear the MAC that this key would give.
        TinyEdgeException refused = await Assert.ThrowsAsync<TinyEdgeException>(() => stranger.RollbackAsync(CancellationToken.None));

        Assert.Equal((ResultCode.AuthenticationFailed, ExitCode.Authentication), (refused.Result, refused.ExitCode));
        await AssertGoesOnAsync(before);
    }

    private async Task AssertRefusedUnwritten(string what, byte[] bundle, ResultCode code, ExitCode exit)
    {
        SortedDictionary<string, string> before = _rig.Flash();

        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(() => _rig.PushAsync(bundle));

        Assert.Equal((what, code, exit), (what, refused.Result, refused.ExitCode));
        await AssertGoesOnAsync(before);
    }

    private async Task AssertGoesOnAsync(SortedDictionary<string, string> flash)
    {
        long windows = (await _rig.HealthAsync()).Windows!.Value;
        await _rig.HealthAsync(h => h.Windows > windows);
        Assert.Equal(flash, _rig.Flash());
    }
}
