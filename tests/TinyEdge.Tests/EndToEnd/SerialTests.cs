using System.IO.Ports;
using System.Net.Sockets;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.VirtualDevice;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>The same device over its wires: a pseudo-terminal with System.IO.Ports where there is one, TCP everywhere.</summary>
[Collection(EndToEndCollection.Name)]
public class SerialTests
{
    private static readonly byte[] s_bundle = DeviceRig.Bundle(1);

    [PtyFact]
    public Task T17_T18_Console_OnAPseudoTerminal_TellsTakesAPushAndSurvivesGarbage() => AssertWholeConsoleAsync(tcp: false);

    [Fact]
    public Task T17_T18_Console_OverTcp_TellsTakesAPushAndSurvivesGarbage() => AssertWholeConsoleAsync(tcp: true);

    [PtyFact]
    public Task HealthLines_OnAPseudoTerminal_AreCompleteRecords() => AssertHealthLinesAsync(tcp: false);

    [Fact]
    public Task HealthLines_OverTcp_AreCompleteRecords() => AssertHealthLinesAsync(tcp: true);

    /// <summary>On a board whose DTR line resets the chip, opening the port in the middle of an update does this.</summary>
    [PtyFact]
    public Task T17_DeviceResetMidUpdate_OnAPseudoTerminal_IsResumed() => AssertResetMidUpdateAsync(tcp: false);

    [Fact]
    public Task T17_DeviceResetMidUpdate_OverTcp_IsResumed() => AssertResetMidUpdateAsync(tcp: true);

    [Fact]
    public async Task Push_BegunOverHttp_MayBeFinishedOnTheConsole()
    {
        using DeviceRig rig = new(serial: true);
        await using (HttpDeviceClient http = rig.Client())
        {
            PushBundle bundle = PushBundle.FromBytes(s_bundle);
            OpenedUpdate update = await http.OpenUpdateAsync(bundle.Fingerprint, s_bundle.Length, CancellationToken.None);
            Assert.Equal(ResultCode.Ok, (await http.SendDataAsync(update, 0, bundle.Bytes[..9000], CancellationToken.None)).Result);
            await http.AbortUpdateAsync(CancellationToken.None);
        }

        await using SerialDeviceClient console = SerialDeviceClient.Open(Address(rig.Host.ConsolePorts, tcp: true), DeviceRig.Key);
        PushResult result = await DeviceRig.PushAsync(console, s_bundle);

        Assert.Equal(PushOutcome.Confirmed, result.Outcome);
        Assert.Equal(s_bundle, rig.BankFile("A"));
    }

    private static async Task AssertWholeConsoleAsync(bool tcp)
    {
        using DeviceRig rig = new(serial: true);
        string address = Address(rig.Host.ConsolePorts, tcp);
        SendGarbage(address, tcp);
        await using SerialDeviceClient console = SerialDeviceClient.Open(address, DeviceRig.Key);

        Assert.Equal("golden", (await console.GetHealthAsync(CancellationToken.None)).Update.Bank);
        Assert.Equal(UpdatePhase.Idle, (await console.GetBanksAsync(CancellationToken.None)).Update.Phase);
        PushResult result = await DeviceRig.PushAsync(console, s_bundle);

        Assert.Equal((PushOutcome.Confirmed, s_bundle.Length), (result.Outcome, (int)result.SentBytes));
        Assert.Equal(s_bundle, rig.BankFile("A"));
        await using HttpDeviceClient http = rig.Client();
        DeviceBanks overHttp = await http.GetBanksAsync(CancellationToken.None);
        DeviceBanks overSerial = await console.GetBanksAsync(CancellationToken.None);
        Assert.Equal(Told(overHttp.Fields), Told(overSerial.Fields));
    }

    private static async Task AssertResetMidUpdateAsync(bool tcp)
    {
        using DeviceRig rig = new(serial: true);
        await using SerialDeviceClient console = SerialDeviceClient.Open(Address(rig.Host.ConsolePorts, tcp), DeviceRig.Key);
        ResetHalfWay progress = new(rig);

        PushResult result = await DeviceRig.PushAsync(console, s_bundle, progress);

        Assert.Equal((PushOutcome.Confirmed, true), (result.Outcome, progress.HasReset));
        Assert.Equal(s_bundle, rig.BankFile("A"));
        Assert.InRange(result.SentBytes, s_bundle.Length, s_bundle.Length + (3 * DeviceRig.Options.PieceBytes));
    }

    private static async Task AssertHealthLinesAsync(bool tcp)
    {
        using DeviceRig rig = new(serial: true);
        await using SerialDeviceClient cable = SerialDeviceClient.Open(Address(rig.Host.HealthPorts, tcp), key: null);
        using CancellationTokenSource patience = new(DeviceRig.Patience);
        List<DeviceHealth> records = [];
        await foreach (DeviceLine line in cable.WatchAsync(patience.Token))
        {
            DeviceHealth? health = DeviceHealth.FromLine(line);
            Assert.NotNull(health);
            records.Add(health);
            if (records.Count == 2)
            {
                break;
            }
        }

        Assert.All(records, health => Assert.Equal(ResultCode.Ok, health.StartResult));
        Assert.All(records, health => Assert.NotNull(health.Fields["a3"]));

        // The resident application's period: 10 s of the board, less what compiling the code of the first line takes the desktop.
        Assert.InRange(records[1].UptimeMs!.Value - records[0].UptimeMs!.Value, 9_000, 60_000);
        Assert.True(records[1].Windows > records[0].Windows);
    }

    /// <summary>What somebody else left on the line: text, control characters, the beginning of a frame, a line far too long.</summary>
    internal static void SendGarbage(string address, bool tcp)
    {
        byte[] noise = new byte[6000];
        new Random(5).NextBytes(noise);
        byte[] garbage = [.. "hello?\r\nupdate data\n"u8, 0, 1, 2, 3, .. noise, .. new string('x', 5000).Select(c => (byte)c)];
        if (tcp)
        {
            Uri uri = new(address);
            using TcpClient peer = new(uri.Host, uri.Port);
            peer.GetStream().Write(garbage);
            return;
        }

        using SerialPort port = new(address, SerialDeviceClient.BaudRate) { WriteTimeout = 10_000 };
        port.Open();
        port.Write(garbage, 0, garbage.Length);
    }

    internal static string Address(IEnumerable<string> addresses, bool tcp) =>
        addresses.First(address => address.StartsWith("tcp://", StringComparison.Ordinal) == tcp);

    /// <summary>Without what belongs to the single answer.</summary>
    private static Dictionary<string, string> Told(IReadOnlyDictionary<string, string> fields) =>
        fields.Where(f => f.Key is not (WireLabels.Reply or WireLabels.Nonce or WireLabels.Mac)).ToDictionary();

    private sealed class ResetHalfWay(DeviceRig rig) : IProgress<PushProgress>
    {
        public bool HasReset { get; private set; }

        public void Report(PushProgress value)
        {
            if (!HasReset && value.AcknowledgedBlocks >= value.TotalBlocks / 2)
            {
                HasReset = true;
                rig.Host.Board.HardReset();
            }
        }
    }
}
