using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>Raw samples leave a device only when it is asked for them, and never for long.</summary>
public class CaptureTests
{
    private const int Link = 1;

    [Fact]
    public void Capture_WhileItIsOn_GivesEverySampleOnceAndThePipelineStands()
    {
        SupervisedDevice device = Running();
        int windows = device.Supervisor.Health.Windows;
        Assert.Equal(ResultCode.Ok, device.Supervisor.Capture(2));
        Assert.Equal(2000, device.Health().Number(WireLabels.CaptureMs));

        List<DeviceLine> lines = Listen(device, 3000);

        List<CapturedBlock> blocks = [.. lines.SkipLast(1).Select(l => CapturedBlock.From(l)!)];
        Assert.All(blocks.Zip(blocks.Skip(1)), pair => Assert.Equal(pair.First.At + (pair.First.Xyz.Length / 3), pair.Second.At));
        int rate = blocks[0].SampleRateHz;
        Assert.InRange(blocks.Sum(b => b.Xyz.Length / 3), rate * 199 / 100, rate * 2);
        Assert.InRange(Enumerable.Range(0, blocks.Sum(b => b.Xyz.Length) / 3).Average(i => blocks.SelectMany(b => b.Xyz).ElementAt((3 * i) + 2)), 3900, 4300);
        Assert.Equal((WireCommands.CapturedKind, ResultCode.Ok), (lines[^1].Kind, lines[^1].Result));
        Assert.False(device.Supervisor.IsCapturing);
        Assert.Equal(0, device.Health().Number(WireLabels.CaptureMs));
        device.Run(3000);
        Assert.True(device.Supervisor.Health.Windows > windows);
    }

    [Fact]
    public void Capture_WhileItIsOn_ClassifiesNothing()
    {
        SupervisedDevice device = Running();
        int windows = device.Supervisor.Health.Windows;
        device.Supervisor.Capture(60);

        Listen(device, 4000);

        Assert.Equal(windows, device.Supervisor.Health.Windows);
        Assert.False(device.Supervisor.IsIdle);
    }

    [Fact]
    public void Capture_WithoutASensor_SaysWhy()
    {
        var board = new LabBoard();
        board.ScriptedSensor.StartResult = ResultCode.SensorWrongIdentity;
        SupervisedDevice device = SupervisedDevice.PowerOn(board);

        Assert.Equal((ResultCode.SensorWrongIdentity, false), (device.Supervisor.Capture(5), device.Supervisor.IsCapturing));
    }

    [Fact]
    public void Capture_InATrial_IsRefused()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Install(SupervisorBundle.Build(10, SupervisorBundle.Health with { NoAutoConfirm = true }));

        Assert.Equal((ResultCode.TrialInProgress, false), (device.Supervisor.Capture(5), device.Supervisor.IsCapturing));
    }

    [Fact]
    public void Capture_DuringATransfer_IsRefusedAndATransferEndsOneThatIsOn()
    {
        SupervisedDevice device = Running();
        byte[] bundle = SupervisorBundle.Build(11);
        Assert.Equal(ResultCode.Ok, device.Supervisor.Capture(60));
        Assert.NotEmpty(Listen(device, 100));

        Assert.Equal(ResultCode.Ok, device.Supervisor.Updates.Open(PushBundle.FromBytes(bundle).Fingerprint, 0, bundle.Length, Link, out _));
        device.Supervisor.Updates.Feed(0, bundle, 0, 5000, Link);

        DeviceLine last = Assert.Single(Listen(device, 100));
        Assert.Equal((WireCommands.CapturedKind, ResultCode.Busy), (last.Kind, last.Result));
        Assert.Equal(ResultCode.Busy, device.Supervisor.Capture(5));
    }

    [Fact]
    public void Capture_NobodyListens_EndsAndSaysWhy()
    {
        SupervisedDevice device = Running();
        device.Supervisor.Capture(60);
        Assert.DoesNotContain(Listen(device, 1000, silentMs: WireLimits.CaptureSilenceMs - 1), l => l.Kind == WireCommands.CapturedKind);

        DeviceLine last = Assert.Single(Listen(device, 1000, silentMs: WireLimits.CaptureSilenceMs));

        Assert.Equal((ResultCode.RequestTimeout, false), (last.Result, device.Supervisor.IsCapturing));
    }

    [Fact]
    public void Capture_ConsoleGone_EndsWithItsTimeAllTheSame()
    {
        SupervisedDevice device = Running();
        device.Supervisor.Capture(1);

        device.Run(2100);

        Assert.False(device.Supervisor.IsCapturing);
    }

    [Fact]
    public void Capture_AskedToEndOrReset_IsOver()
    {
        SupervisedDevice device = Running();
        Assert.Equal(ResultCode.Ok, device.Supervisor.Capture(0));
        Assert.False(device.Supervisor.IsCapturing);
        device.Supervisor.Capture(60);
        Assert.Equal(ResultCode.Ok, device.Supervisor.Capture(0));
        Assert.Equal(WireCommands.CapturedKind, Assert.Single(Listen(device, 500)).Kind);

        device.Supervisor.Capture(60);
        device.Reboot();

        Assert.False(device.Supervisor.IsCapturing);
    }

    [Fact]
    public void Capture_SensorFallsSilent_IsStartedAgain()
    {
        SupervisedDevice device = Running();
        int starts = device.Board.ScriptedSensor.Starts;
        device.Supervisor.Capture(60);
        device.Board.ScriptedSensor.IsSilent = true;
        Listen(device, 1500);
        device.Board.ScriptedSensor.IsSilent = false;

        Assert.NotEmpty(Listen(device, 500));
        Assert.Equal(starts + 1, device.Board.ScriptedSensor.Starts);
    }

    [Fact]
    public void TryWriteCapture_AThousandLines_AllocatesNothing()
    {
        var board = new LabBoard { KeepsHealthLines = false };
        SupervisedDevice device = SupervisedDevice.PowerOn(board);
        device.Run(1000);
        DeviceSupervisor supervisor = device.Supervisor;
        LineWriter line = new(new byte[WireLimits.LineBytes]);
        supervisor.Capture(600);
        Write(board, supervisor, line, 100);

        Assert.Equal(0, AllocationMeter.Measure(() => Write(board, supervisor, line, 1000)));
        Assert.True(supervisor.IsCapturing);
    }

    [Fact]
    public void WriteHealth_WhileCapturing_HoldsNoSamples()
    {
        SupervisedDevice device = Running();
        device.Supervisor.Capture(60);
        Listen(device, 200);

        Assert.DoesNotContain(WireLabels.Xyz, device.Health().Fields.Keys);
        Assert.InRange(device.Health().Number(WireLabels.CaptureMs)!.Value, 59_000, 60_000);
    }

    private static SupervisedDevice Running()
    {
        SupervisedDevice device = SupervisedDevice.PowerOn();
        device.Run(3000);
        Assert.True(device.Supervisor.Health.Windows > 0);
        return device;
    }

    private static void Write(LabBoard board, DeviceSupervisor supervisor, LineWriter line, int count)
    {
        for (int i = 0; i < count; i++)
        {
            board.Time.UptimeMs += 10;
            supervisor.Step();
            Assert.True(supervisor.TryWriteCapture(line, 0));
        }
    }

    /// <summary>Turns the main loop, and after each round what the console does.</summary>
    private static List<DeviceLine> Listen(SupervisedDevice device, int milliseconds, long silentMs = 0)
    {
        List<DeviceLine> lines = [];
        LineWriter line = new(new byte[WireLimits.LineBytes]);
        for (int passed = 0; passed < milliseconds; passed += 10)
        {
            device.Run(10);
            if (device.Supervisor.TryWriteCapture(line, silentMs))
            {
                Assert.False(line.Overflowed);
                Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.Length), out DeviceLine? parsed, out LineFault fault), fault.ToString());
                lines.Add(parsed);
            }
        }

        return lines;
    }
}
