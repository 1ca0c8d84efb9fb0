using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>A companion and a device of different age.</summary>
public class ProtocolVersionTests
{
    private readonly PushBundle _bundle = PushBundle.FromBytes(TestDevice.Bundle(9000));

    [Theory]
    [InlineData(WireLimits.ProtocolVersion)]
    [InlineData(WireLimits.ProtocolVersion + 1)]
    public async Task T19_DeviceOfAProtocolNearby_TakesAPush(long protocol)
    {
        ScriptedClient client = new(_bundle) { ProtocolVersion = protocol };

        Assert.Equal(PushOutcome.Confirmed, (await PushAsync(client)).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(WireLimits.ProtocolVersion + 2)]
    [InlineData(long.MaxValue)]
    public async Task T19_DeviceOfAProtocolTooFarAway_IsRefusedBeforeAnythingIsSent(long protocol)
    {
        ScriptedClient client = new(_bundle) { ProtocolVersion = protocol };

        TinyEdgeException error = await Assert.ThrowsAsync<TinyEdgeException>(() => PushAsync(client));

        Assert.Equal((ExitCode.Refused, 0), (error.ExitCode, client.Opens));
        Assert.Contains("protocol", error.Why, StringComparison.Ordinal);
    }

    /// <summary>An older device leaves labels out, a newer one has more of them: a push needs these two.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("futureCount\t7")]
    public void T19_HealthWithFewerOrMoreLabels_IsRead(string more)
    {
        LineWriter line = new(new byte[512]);
        line.Begin();
        line.Add(WireLabels.Kind, WireCommands.KindOf(DeviceCommand.Health));
        line.Add(WireLabels.Result, 0);
        line.Add(WireLabels.Fingerprint, "0102030405060708");
        line.Add(WireLabels.Phase, (int)UpdatePhase.Trial);
        if (more.Split('\t') is [string label, string value])
        {
            line.Add(label, value);
        }

        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.End()), out DeviceLine? parsed, out _));
        DeviceHealth health = DeviceHealth.FromLine(parsed)!;
        Assert.Equal(("0102030405060708", UpdatePhase.Trial), (health.Running.Fingerprint, health.Update.Phase));
    }

    [Fact]
    public void T19_RequestWithHeadersOfALaterProtocol_IsAnswered()
    {
        ManualClock clock = new();
        ScriptLink link = new ScriptLink(clock).Send(Encoding.ASCII.GetBytes("GET /v1/health HTTP/1.1\r\nHost: d\r\nX-TinyEdge-Future: 1\r\n\r\n"));

        new TestDevice(clock).Server.ServeConnection(link);

        Assert.StartsWith("HTTP/1.1 200 OK", link.Text, StringComparison.Ordinal);
    }

    private static Task<PushResult> PushAsync(ScriptedClient client) =>
        new BundlePusher(client, null, new WaitlessTime()).PushAsync(PushBundle.FromBytes(TestDevice.Bundle(9000)), CancellationToken.None);
}
