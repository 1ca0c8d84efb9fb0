using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Faults.Lab;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Scenarios;

/// <summary>Every scenario of the campaigns, in the order of the fault catalogue. An entry here is all that a further one takes.</summary>
public static class ScenarioCatalog
{
    private const int CrashingBoots = BootChooser.MaxUncleanBoots;

    private static readonly byte[] s_old = LabBundle.Of(10);
    private static readonly byte[] s_new = LabBundle.Of(11);
    private static readonly byte[] s_next = LabBundle.Of(12);
    private static readonly byte[] s_newWithFloor = LabBundle.Of(11, floor: 9);

    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("first-boot", "no record: golden boots and settles", () => new LabVolume(), (device, _) => device.Engine.MarkHealthyUptime()) { Ends = [0] },
        new("first-bundle", "no record: the first bundle is pushed, tried, confirmed", () => new LabVolume(), (device, _) => device.Push(s_old)) { Ends = [0, 10], EndsAfterOk = [10] },
        new("stage", "a bundle is pushed beside an active one, tried, confirmed", () => Volumes.With(s_old), (device, _) => device.Push(s_new)) { Ends = [10, 11], EndsAfterOk = [11] },
        new("confirm", "a staged bundle is tried and confirmed", () => Volumes.Staged(s_new, s_old), (device, _) => device.Engine.Confirm(ResultCode.Ok)) { Ends = [11] },
        new("revert", "a staged bundle is tried and fails", () => Volumes.Staged(s_new, s_old), (device, _) => device.Engine.FailTrial(ResultCode.GoldenVectorMismatch))
        {
            Ends = [10],
            BadSequences = [11],
        },
        new("trial-dies", "a staged bundle takes the device down in each boot of its trial", () => Volumes.Staged(s_new, s_old), (_, _) => ResultCode.Ok)
        {
            Ends = [10],
            DyingSequences = [11],
        },
        new("restage", "another bundle is pushed over one that was partly written", () => Volumes.PartlyWritten(s_old, s_new), (device, _) => device.Push(s_next)) { Ends = [10, 12], EndsAfterOk = [12] },
        new("resume", "the rest of a partly written bundle is pushed", () => Volumes.PartlyWritten(s_old, s_new), (device, _) => device.Push(s_new)) { Ends = [10, 11], EndsAfterOk = [11] },
        new("stage-after-revert", "a bundle is pushed over one that failed its trial", () => Volumes.Reverted(s_new, s_old), (device, _) => device.Push(s_next))
        {
            Ends = [10, 12],
            EndsAfterOk = [12],
            BadSequences = [11],
        },
        new("third", "a third bundle takes the place of the first", () => Volumes.With(s_old, s_new), (device, _) => device.Push(s_next)) { Ends = [11, 12], EndsAfterOk = [12] },
        new("floor-bump", "a bundle that raises the floor is pushed, tried, confirmed", () => Volumes.With(s_old), (device, _) => device.Push(s_newWithFloor)) { Ends = [10, 11], EndsAfterOk = [11] },
        new("floor-bump-revert", "a bundle that would raise the floor fails its trial", () => Volumes.With(s_old), (device, _) => device.Push(s_newWithFloor))
        {
            Ends = [10],
            BadSequences = [11],
        },
        new("rollback", "a person goes back to the other bank", () => Volumes.With(s_old, s_new), (device, _) => device.Engine.Rollback()) { Ends = [10, 11], EndsAfterOk = [10] },
        new("crash-loop", "five boots in a row do not last", () => Volumes.With(s_old, s_new), Crash) { Ends = [10, 11] },
        new("record-wrap", "the record's sequence passes its end during an update", () => Volumes.Wrapping(s_old), (device, _) => device.Push(s_new)) { Ends = [10, 11], EndsAfterOk = [11] },
        new("remount-format", "a volume that does not mount is formatted, and a bundle is pushed", () => Volumes.With(s_old, s_new), Format) { Ends = [0, 10, 11, 12], LosesStorage = true },
        SideFiles.Baseline,
        SideFiles.FirstKey,
        SideFiles.KeyChange,
        KeyRotation.Scenario,
    ];

    /// <exception cref="TinyEdgeException">There is none of that name.</exception>
    public static FaultScenario Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name) ?? throw new TinyEdgeException(
        ExitCode.Usage,
        $"There is no fault scenario '{name}'.",
        $"Scenarios are {string.Join(", ", All.Select(scenario => scenario.Name))}.",
        "Use one of these; 'tinyedge faults --list' says what each does.");

    private static ResultCode Crash(UpdateDevice device, LabVolume volume)
    {
        for (int boot = 0; boot < CrashingBoots; boot++)
        {
            device = volume.Boot();
        }

        return ResultCode.Ok;
    }

    private static ResultCode Format(UpdateDevice device, LabVolume volume)
    {
        volume.Format();
        return volume.Boot().Push(s_next);
    }
}
