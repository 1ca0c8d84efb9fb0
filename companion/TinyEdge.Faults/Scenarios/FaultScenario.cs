using TinyEdge.Bundles;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Lab;

namespace TinyEdge.Faults.Scenarios;

/// <summary>Something that happens to a device from power-on on, and what must have become of it in the end.</summary>
public sealed class FaultScenario
{
    private readonly Lazy<LabVolume> _start;
    private readonly Lazy<StateBefore> _before;

    /// <param name="name">First part of a case's id.</param>
    /// <param name="summary">What happens, in a line.</param>
    /// <param name="start">Makes the volume before; made once and copied.</param>
    /// <param name="act">Runs it on a booted device; may boot again. Answers what a person would have been told.</param>
    public FaultScenario(string name, string summary, Func<LabVolume> start, Func<UpdateDevice, LabVolume, ResultCode> act)
    {
        Name = name;
        Summary = summary;
        Act = act;
        _start = new(start);
        _before = new(() => StateBefore.Of(_start.Value));
    }

    public string Name { get; }

    public string Summary { get; }

    public Func<UpdateDevice, LabVolume, ResultCode> Act { get; }

    /// <summary>Sequences (0: golden) that may be active when all has settled.</summary>
    public required uint[] Ends { get; init; }

    /// <summary>Of these, those that it must be once somebody has been told Ok; all of them unless said otherwise.</summary>
    public uint[] EndsAfterOk
    {
        get => field ?? Ends;
        init;
    }

    /// <summary>Bundles whose trial fails.</summary>
    public uint[] BadSequences { get; init; } = [];

    /// <summary>Bundles that take the device down in each boot of their trial, before anything can be judged.</summary>
    public uint[] DyingSequences { get; init; } = [];

    /// <summary>The bundle of a sequence and a floor.</summary>
    public Func<uint, uint, byte[]> BundleOf { get; init; } = (sequence, floor) => LabBundle.Of(sequence, floor);

    /// <summary>A good bundle that a device must take in the end, of a sequence and a floor; by the key that holds then.</summary>
    public Func<UpdateDevice, uint, uint, byte[]> RescueOf { get; init; } = (_, sequence, floor) => LabBundle.Of(sequence, floor);

    /// <summary>Whether the volume is formatted on the way: records, floor and banks may go.</summary>
    public bool LosesStorage { get; init; }

    /// <summary>
    /// What else must be so in the end: a complaint, or null. Told what the scenario was answered, or null when power was cut before it was, or
    /// when something lasted that may take an answer back.
    /// </summary>
    public Func<UpdateDevice, LabVolume, ResultCode?, string?>? Check { get; init; }

    /// <summary>The device's state before, by its own record.</summary>
    public StateBefore Before => _before.Value;

    /// <summary>The volume before, for one case.</summary>
    public LabVolume NewVolume() => _start.Value.Clone();
}
