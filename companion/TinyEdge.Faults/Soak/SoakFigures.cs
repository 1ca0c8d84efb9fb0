namespace TinyEdge.Faults.Soak;

/// <summary>What a soak did and found. The same options give the same figures, but for <see cref="LiveBytesFirst"/> and what follows it.</summary>
public sealed class SoakFigures
{
    private const int MostViolations = 20;

    private readonly List<string> _violations = [];

    public long Windows { get; internal set; }

    public long Samples { get; internal set; }

    public long Alarms { get; internal set; }

    /// <summary>Time of the device, all boots together.</summary>
    public long DeviceMs { get; internal set; }

    public long Boots { get; internal set; }

    public long HealthLines { get; internal set; }

    public long PowerCuts { get; internal set; }

    /// <summary>Power cuts in the middle of a write or an erase.</summary>
    public long FlashCuts { get; internal set; }

    public long LinkLosses { get; internal set; }

    public long Silences { get; internal set; }

    public long BusErrors { get; internal set; }

    public long Overruns { get; internal set; }

    public long GoodPushes { get; internal set; }

    /// <summary>Pushes of damaged, replayed and wrong bundles.</summary>
    public long BadPushes { get; internal set; }

    /// <summary>Bundles that the device refused while they were sent.</summary>
    public long Refused { get; internal set; }

    public long Confirmed { get; internal set; }

    public long Reverted { get; internal set; }

    /// <summary>Boots that left a confirmed bundle after five unclean ones.</summary>
    public long FellBack { get; internal set; }

    /// <summary>Times that every counter of the device was compared with the oracle's.</summary>
    public long CounterChecks { get; internal set; }

    /// <summary>Decisions that the device made and the oracle did not expect so.</summary>
    public long Invented { get; internal set; }

    /// <summary>Decisions that the oracle expected and the device did not make.</summary>
    public long Lost { get; internal set; }

    /// <summary>Rounds of the main loop in which no file was touched: none of them may allocate.</summary>
    public long SteadyRounds { get; internal set; }

    public long SteadyAllocatedBytes { get; internal set; }

    /// <summary>Everything that did not hold, the first of them.</summary>
    public IReadOnlyList<string> Violations => _violations;

    public long ViolationCount { get; private set; }

    /// <summary>Bytes of this process that are alive after a full collection, at the first look.</summary>
    public long LiveBytesFirst { get; internal set; }

    public long LiveBytesLast { get; internal set; }

    public long LiveBytesMost { get; internal set; }

    public bool Holds => ViolationCount == 0;

    internal void Violate(string what)
    {
        if (ViolationCount++ < MostViolations)
        {
            _violations.Add(what);
        }
    }
}
