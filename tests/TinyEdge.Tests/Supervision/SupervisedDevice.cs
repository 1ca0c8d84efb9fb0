using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Supervision;

/// <summary>The main loop of a <see cref="LabBoard"/>, turned by tests: 10 ms a round, and a new supervisor for each boot.</summary>
internal sealed class SupervisedDevice
{
    private const int RoundMs = 10;
    private const int Link = 1;

    private SupervisedDevice(LabBoard board)
    {
        Board = board;
        board.Time.UptimeMs = 0;
        Supervisor = new DeviceSupervisor(board);
        BootResult = Supervisor.Boot();
    }

    public LabBoard Board { get; }

    public DeviceSupervisor Supervisor { get; private set; }

    public ResultCode BootResult { get; private set; }

    public int Boots { get; private set; } = 1;

    public BootRecord Record => Supervisor.Engine.Record;

    public int RunningBank => Supervisor.Engine.RunningBank;

    public static SupervisedDevice PowerOn(LabBoard? board = null) => new(board ?? new LabBoard());

    /// <summary>A device that runs the given bundles' last one, each confirmed by its own trial.</summary>
    public static SupervisedDevice WithConfirmed(LabBoard board, params byte[][] bundles)
    {
        SupervisedDevice device = PowerOn(board);
        foreach (byte[] bundle in bundles)
        {
            Assert.Equal(ResultCode.Ok, device.Install(bundle));
            device.RunUntil(() => device.Record.Phase == UpdatePhase.Idle && !device.Supervisor.Engine.InTrial, 60_000);
            Assert.Equal(UpdateOutcome.Confirmed, device.Record.LastOutcome);
        }

        return device;
    }

    /// <summary>Power off and on, or the reset that the supervisor asked for.</summary>
    public void Reboot(bool clean = false)
    {
        if (clean || Supervisor.RebootDue)
        {
            Supervisor.PrepareReboot();
        }

        Board.Time.UptimeMs = 0;
        Supervisor = new DeviceSupervisor(Board);
        BootResult = Supervisor.Boot();
        Boots++;
    }

    /// <summary>Turns the loop for so long, rebooting when the supervisor asks for it.</summary>
    public void Run(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += RoundMs)
        {
            Round();
        }
    }

    public void RunUntil(Func<bool> reached, int patienceMs)
    {
        for (int passed = 0; !reached(); passed += RoundMs)
        {
            Assert.True(passed < patienceMs, $"Not reached in {patienceMs} ms of the board: phase {Record.Phase}, reason {Record.LastReason}, {Boots} boots.");
            Round();
        }
    }

    /// <summary>Sends a bundle the way a link does, without rebooting.</summary>
    public ResultCode Push(byte[] bundle, int pieceBytes = 1000)
    {
        IUpdateSession session = Supervisor.Updates;
        ResultCode code = session.Open(PushBundle.FromBytes(bundle).Fingerprint, 0, bundle.Length, Link, out int next);
        while (code == ResultCode.Ok && next < bundle.Length)
        {
            int count = Math.Min(pieceBytes, bundle.Length - next);
            code = session.Feed(next, bundle, next, count, Link);
            next += count;
        }

        return code == ResultCode.Ok ? session.Finish(Link) : code;
    }

    /// <summary>Sends a bundle, asks for the reboot and comes up in the trial.</summary>
    public ResultCode Install(byte[] bundle)
    {
        ResultCode code = Push(bundle);
        if (code == ResultCode.Ok)
        {
            Assert.Equal(ResultCode.Ok, Supervisor.RequestReboot());
            int boots = Boots;
            RunUntil(() => Boots > boots, 5000);
        }

        return code;
    }

    public DeviceLine Health() => Line(Supervisor.WriteHealth);

    public DeviceLine Banks() => Line(Supervisor.WriteBanks);

    private static DeviceLine Line(Action<LineWriter> write)
    {
        var line = new LineWriter(new byte[WireLimits.LineBytes]);
        line.Begin();
        write(line);
        Assert.False(line.Overflowed);
        Assert.True(LineParser.TryParse(line.Buffer.AsSpan(0, line.End()), out DeviceLine? parsed, out LineFault fault), fault.ToString());
        return parsed;
    }

    private void Round()
    {
        Board.Time.UptimeMs += RoundMs;
        if (Supervisor.RebootDue)
        {
            Reboot();
        }
        else
        {
            Supervisor.Step();
        }
    }
}
