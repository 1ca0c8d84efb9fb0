using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Supervision;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Soak;

/// <summary>
/// A device that runs for a very long time while everything happens to it: the firmware's own supervisor over a simulated fan, updated,
/// cut off, damaged by seed, and held against an oracle after every round.
/// </summary>
public sealed class SoakRun
{
    private const int RoundMs = 160;
    private const int RoundsPerCheck = 64;
    private const int WarmUpRounds = 2000;
    private const int Looks = 20;
    private const long AllowedGrowthBytes = 256 * 1024;

    private readonly SoakOptions _options;
    private readonly Random _random;
    private readonly LabVolume _volume = new();
    private readonly LabClock _clock = new();
    private readonly SoakOracle _oracle = new();
    private readonly SoakBundles _bundles = new();
    private readonly SoakSensor _sensor;
    private readonly SoakBoard _board;
    private readonly SoakPusher _pusher;
    private readonly SoakFigures _figures = new();
    private DeviceSupervisor _supervisor = null!;
    private long _windowsBefore;
    private long _rounds;
    private uint _confirmedSequence;
    private (UpdateOutcome Outcome, uint Active, uint Failed, int Times) _outcome;

    private SoakRun(SoakOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        int rate = _bundles.Golden.Prepare(out _, "the soak").Features.Config.SampleRate;
        _sensor = new SoakSensor(_clock, new SoakSignal(rate), _oracle);
        _board = new SoakBoard(_volume, _clock, _sensor, _oracle);
        _pusher = new SoakPusher(_bundles, _random, _figures, _volume);
    }

    private long WindowsNow => _windowsBefore + _oracle.Windows;

    /// <summary>Runs to the end.</summary>
    /// <param name="options">Length and seed.</param>
    /// <param name="progress">Told the windows so far, now and then; may be null.</param>
    /// <param name="cancellation">Ends it early.</param>
    public static SoakFigures Run(SoakOptions options, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        new SoakRun(options).Run(progress, cancellation);

    private SoakFigures Run(IProgress<long>? progress, CancellationToken cancellation)
    {
        using IDisposable board = _volume.Enter();
        Boot();
        long look = 0;
        while (WindowsNow < _options.Windows)
        {
            cancellation.ThrowIfCancellationRequested();
            Round();
            if (WindowsNow >= look * _options.Windows / Looks)
            {
                look++;
                LookAtMemory();
                progress?.Report(WindowsNow);
            }
        }

        EndBoot();
        Complete();
        return _figures;
    }

    private void Round()
    {
        try
        {
            _clock.UptimeMs += RoundMs;
            if (_supervisor.RebootDue)
            {
                _supervisor.PrepareReboot();
                ThrowIfDown();
                Reboot();
                return;
            }

            Happen();
            Step();
            ThrowIfDown();
        }
        catch (BoardResetException)
        {
            _figures.FlashCuts++;
            _volume.Flash.Faults = null;
            Reboot();
        }

        NoteOutcome();
    }

    /// <summary>One thing or none happens to the device.</summary>
    private void Happen()
    {
        switch (_random.Next(6000))
        {
            case < 6:
                _pusher.Act(_supervisor);
                break;
            case 6:
                _figures.PowerCuts++;
                Reboot();
                break;
            case 7 or 8:
                _volume.Flash.Faults ??= SoakCut.At(_random);
                break;
            case < 12:
                _figures.Silences++;
                _sensor.SilentUntilMs = _clock.UptimeMs + _random.Next(200, 5000);
                break;
            case < 16:
                _figures.BusErrors += _sensor.FailingReads = _random.Next(1, 6);
                break;
            case < 20:
                _figures.Overruns += _sensor.OverrunDue ? 0 : 1;
                _sensor.OverrunDue = true;
                break;
            case < 60:
                _sensor.State = _random.Next(SoakSignal.StateCount);
                break;
            case 60:
                _supervisor.RequestReboot();
                break;
        }
    }

    private void Step()
    {
        long operations = _volume.Flash.OperationCount + _volume.Flash.ReadCount;
        long before = GC.GetAllocatedBytesForCurrentThread();
        _supervisor.Step();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (++_rounds > WarmUpRounds && _volume.Flash.OperationCount + _volume.Flash.ReadCount == operations)
        {
            _figures.SteadyRounds++;
            _figures.SteadyAllocatedBytes += allocated;
        }

        if (_rounds % RoundsPerCheck == 0)
        {
            CheckCounters();
        }
    }

    private void CheckCounters()
    {
        if (_supervisor.Pipeline is { } pipeline)
        {
            _figures.CounterChecks++;
            if (_oracle.Drift(pipeline, _supervisor.Health) is { } drift)
            {
                _figures.Violate($"boot {_figures.Boots}: {drift}");
            }

            _figures.Lost += _oracle.Lost;
        }
    }

    private void Reboot()
    {
        EndBoot();
        Boot();
    }

    private void EndBoot()
    {
        _windowsBefore += _oracle.Windows;
        _figures.Samples += _oracle.Samples;
        _figures.Alarms += _oracle.Alarms;
        _figures.DeviceMs += _clock.UptimeMs;
    }

    /// <summary>Power comes back; a cut that is still to come may hit the boot itself.</summary>
    private void Boot()
    {
        while (true)
        {
            try
            {
                _volume.PowerOn();
                _figures.Boots++;
                _clock.UptimeMs = 0;
                _sensor.SilentUntilMs = 0;
                _oracle.PowerOn();
                _supervisor = new DeviceSupervisor(_board);
                _supervisor.Boot();
                ThrowIfDown();
                break;
            }
            catch (BoardResetException)
            {
                _figures.FlashCuts++;
                _volume.Flash.Faults = null;
            }
        }

        UpdateEngine engine = _supervisor.Engine;
        _oracle.Begin(_bundles.PartsOf(engine.RunningBank == Bank.Golden ? 0 : engine.Running.Sequence));
        CheckRecord(engine.Record);
        NoteOutcome();
    }

    /// <summary>The firmware's file adapter swallows what a cut throws; without power nothing goes on all the same.</summary>
    private void ThrowIfDown()
    {
        if (_volume.IsDown)
        {
            throw new BoardResetException();
        }
    }

    private void CheckRecord(BootRecord record)
    {
        if (_pusher.IsForbidden(record.ActiveBundleSequence))
        {
            _figures.Violate($"boot {_figures.Boots}: bundle {record.ActiveBundleSequence} is active, which computes what it should not");
        }

        if (record.ConfirmedSequence < _confirmedSequence)
        {
            _figures.Violate($"boot {_figures.Boots}: the replay mark fell from {_confirmedSequence} to {record.ConfirmedSequence}");
        }
    }

    private void NoteOutcome()
    {
        BootRecord record = _supervisor.Engine.Record;
        if (record.ConfirmedSequence > _confirmedSequence)
        {
            _figures.Confirmed++;
            _confirmedSequence = record.ConfirmedSequence;
        }

        (UpdateOutcome, uint, uint, int) outcome = (record.LastOutcome, record.ActiveBundleSequence, record.FailedSequence, record.FailedCount);
        if (outcome != _outcome)
        {
            _figures.Reverted += record.LastOutcome == UpdateOutcome.Reverted ? 1 : 0;
            _figures.FellBack += record.LastOutcome == UpdateOutcome.FellBack ? 1 : 0;
            _outcome = outcome;
        }
    }

    private void LookAtMemory()
    {
        long live = GC.GetTotalMemory(forceFullCollection: true);
        _figures.LiveBytesFirst = _figures.LiveBytesFirst == 0 ? live : _figures.LiveBytesFirst;
        _figures.LiveBytesLast = live;
        _figures.LiveBytesMost = Math.Max(_figures.LiveBytesMost, live);
    }

    private void Complete()
    {
        _figures.Windows = _windowsBefore;
        _figures.HealthLines = _board.HealthLines;
        _figures.Invented = _oracle.Differences;
        Require(_figures.Invented == 0, $"{_figures.Invented} decisions are not those of the oracle");
        Require(_figures.Lost == 0, $"{_figures.Lost} decisions were lost");
        Require(_figures.SteadyAllocatedBytes == 0, $"{_figures.SteadyAllocatedBytes} bytes were allocated in {_figures.SteadyRounds} steady rounds");
        Require(_figures.LiveBytesLast - _figures.LiveBytesFirst < AllowedGrowthBytes, $"live memory grew from {_figures.LiveBytesFirst} to {_figures.LiveBytesLast} bytes");
    }

    private void Require(bool holds, FormattableString what)
    {
        if (!holds)
        {
            _figures.Violate(FormattableString.Invariant(what));
        }
    }
}
