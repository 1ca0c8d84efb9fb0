using NSubstitute;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using DeviceIdentity = TinyEdge.Companion.Devices.DeviceIdentity;

namespace TinyEdge.Tests.Transport;

/// <summary>What a push concludes from what a device says while it goes back, and what it leaves behind when it is refused.</summary>
public class BundlePusherOutcomeTests
{
    private static readonly PushOptions s_options = new()
    {
        PollPause = TimeSpan.FromMilliseconds(1),
        FirstPause = TimeSpan.FromMilliseconds(1),
        MaxFailuresWithoutProgress = 2,
    };

    private readonly PushBundle _bundle = PushBundle.FromBytes(TestDevice.Bundle(9_000));
    private readonly IDeviceClient _client = Substitute.For<IDeviceClient>();

    public BundlePusherOutcomeTests()
    {
        _client.Endpoint.Returns("substitute");
        _client.MaxPieceBytes.Returns(4096);
        _client.GetIdentityAsync(default).ReturnsForAnyArgs(new DeviceIdentity(null, null, null, null, null, null, null, null, null, null, new Dictionary<string, string>()));
        _client.OpenUpdateAsync(default, default, default).ReturnsForAnyArgs(new OpenedUpdate(ResultCode.Ok, new byte[16], _bundle.Bytes.Length, 0));
    }

    [Fact]
    public async Task Push_DeviceStillRunsTheNewBundleWhileItGoesBack_IsNotCalledConfirmed()
    {
        _client.SendDataAsync(default!, default, default, default).ReturnsForAnyArgs(call =>
        {
            int end = call.ArgAt<int>(1) + call.ArgAt<ReadOnlyMemory<byte>>(2).Length;
            return new UpdateAcknowledgement(ResultCode.Ok, end, end);
        });
        DeviceHealth trial = Health(_bundle.FingerprintHex, UpdatePhase.Trial, ResultCode.Ok);
        DeviceHealth goingBack = Health(_bundle.FingerprintHex, UpdatePhase.Reverted, ResultCode.GoldenVectorMismatch);
        DeviceHealth back = Health("00000000000000ff", UpdatePhase.Reverted, ResultCode.GoldenVectorMismatch);
        _client.GetHealthAsync(default).ReturnsForAnyArgs(trial, goingBack, goingBack, back);

        PushResult result = await new BundlePusher(_client, s_options).PushAsync(_bundle, CancellationToken.None);

        Assert.Equal((PushOutcome.RolledBack, ResultCode.GoldenVectorMismatch), (result.Outcome, result.Reason));
        Assert.Equal("00000000000000ff", result.Health!.Running.Fingerprint);
    }

    [Theory]
    [InlineData(ResultCode.UnknownKey)]
    [InlineData(ResultCode.BlockDigestMismatch)]
    public async Task Push_RefusedForGood_GivesTheSessionUpSoThatTheNextPushNeedNotWait(ResultCode refusal)
    {
        _client.SendDataAsync(default!, default, default, default).ReturnsForAnyArgs(new UpdateAcknowledgement(refusal, 0, 0));

        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(
            () => new BundlePusher(_client, s_options).PushAsync(_bundle, CancellationToken.None));

        Assert.Equal(refusal, refused.Result);
        await _client.ReceivedWithAnyArgs(1).AbortUpdateAsync(default);
    }

    [Fact]
    public async Task Push_AbortAfterARefusalFailsToo_ReportsTheRefusal()
    {
        _client.SendDataAsync(default!, default, default, default).ReturnsForAnyArgs(new UpdateAcknowledgement(ResultCode.UnknownKey, 0, 0));
        _client.AbortUpdateAsync(default).ReturnsForAnyArgs(Task.FromException(new DeviceLinkException("gone", "gone")));

        DeviceRefusedException refused = await Assert.ThrowsAsync<DeviceRefusedException>(
            () => new BundlePusher(_client, s_options).PushAsync(_bundle, CancellationToken.None));

        Assert.Equal(ResultCode.UnknownKey, refused.Result);
    }

    private static DeviceHealth Health(string fingerprint, UpdatePhase phase, ResultCode reason)
    {
        LineWriter line = new(new byte[512]);
        line.Begin();
        line.Add(WireLabels.Kind, WireCommands.KindOf(DeviceCommand.Health));
        line.Add(WireLabels.Fingerprint, fingerprint);
        line.Add(WireLabels.Phase, (int)phase);
        line.Add(WireLabels.Reason, (int)reason);
        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.End()), out DeviceLine? parsed, out _));
        return DeviceHealth.FromLine(parsed)!;
    }
}
