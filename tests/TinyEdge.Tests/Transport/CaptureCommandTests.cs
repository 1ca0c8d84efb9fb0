using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Transport;

/// <summary>Who may ask for raw samples, and how they share the console with its answers.</summary>
public class CaptureCommandTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Capture_AnsweredChallengeOnTheConsole_Begins()
    {
        TestDevice device = new(_clock);

        DeviceLine line = DeviceDriver.Change(device, DeviceCommand.Capture, LinkId.Serial, "60");

        Assert.Equal((ResultCode.Ok, "capture", 60, true), (line.Result, line.Kind, device.Control.CaptureSeconds, device.Dispatcher.IsCapturing));
    }

    [Fact]
    public void Capture_OverHttp_IsNotFoundEvenWithTheKey()
    {
        TestDevice device = new(_clock);

        Assert.Equal(ResultCode.NotFound, DeviceDriver.Change(device, DeviceCommand.Capture, LinkId.Http, "60").Result);
        ScriptLink http = new ScriptLink(_clock).Send("POST /v1/capture HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n60");
        device.Server.ServeConnection(http);
        Assert.StartsWith("HTTP/1.1 404", http.Text, StringComparison.Ordinal);
        Assert.Equal(-1, device.Control.CaptureSeconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Capture_WithoutAnAnswer_IsRefusedWhetherOrNotThereIsAKey(bool hasKey)
    {
        TestDevice device = new(_clock, hasKey);
        ScriptLink console = new ScriptLink(_clock).Send("capture 60\n");

        device.Console.Run(console);

        Assert.Contains($"result:{(int)ResultCode.AuthenticationRequired}\t", console.Text, StringComparison.Ordinal);
        Assert.Equal(-1, device.Control.CaptureSeconds);
    }

    [Theory]
    [InlineData("601")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("")]
    [InlineData("9999999999")]
    public void Capture_SecondsOutOfRange_IsABadRequest(string seconds)
    {
        TestDevice device = new(_clock);

        Assert.Equal(ResultCode.BadRequest, DeviceDriver.Change(device, DeviceCommand.Capture, LinkId.Serial, seconds).Result);
        Assert.Equal(-1, device.Control.CaptureSeconds);
    }

    [Fact]
    public void Console_WhileCapturing_SendsLinesBetweenAnswersAndTellsTheSilence()
    {
        TestDevice device = new(_clock);
        device.Control.Capture(5);
        ScriptLink console = new ScriptLink(_clock) { ClosesAtEnd = false }.Send("@7 id\n", afterMs: 30);
        for (int i = 0; i < 4; i++)
        {
            device.Console.Poll(console, SerialConsole.CapturePauseMs);
        }

        DeviceLine[] lines = [.. console.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parsed)];

        Assert.Equal(["samples", "identity", "samples", "samples", "samples"], lines.Select(l => l.Kind));
        Assert.Equal(40, device.Control.SilentMs);
    }

    /// <summary>The buffer of the line that comes in is that of the line that goes out.</summary>
    [Fact]
    public void Console_HalfALineWhileCapturing_KeepsItsPlaceUntilItStops()
    {
        TestDevice device = new(_clock);
        device.Control.Capture(100);
        ScriptLink console = new ScriptLink(_clock) { ClosesAtEnd = false }.Send("@7 i").Send("d\n", afterMs: 100).Send("@8 i", afterMs: 20);
        for (int i = 0; i < 30; i++)
        {
            device.Console.Poll(console, SerialConsole.CapturePauseMs);
        }

        DeviceLine[] lines = [.. console.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parsed)];

        Assert.Equal(("identity", 7L), (lines[0].Kind, lines[0].Number(WireLabels.Reply)));
        Assert.Equal("samples", lines[^1].Kind);
    }

    private static DeviceLine Parsed(string text)
    {
        Assert.True(LineParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text), out DeviceLine? line, out LineFault fault), fault + " " + text);
        return line;
    }
}
