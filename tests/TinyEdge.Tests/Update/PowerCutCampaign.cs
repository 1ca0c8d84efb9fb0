using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

/// <summary>Something that happens to a device from power-on on, and what must have become of it in the end.</summary>
/// <param name="Name">First part of a case's id.</param>
/// <param name="Start">Makes the volume before.</param>
/// <param name="Act">Runs it; may reboot. The power is cut somewhere inside.</param>
/// <param name="BadSequences">Bundles whose trial fails.</param>
/// <param name="Ends">Sequences (0: golden) that may be active when all has settled.</param>
public sealed record CutScenario(string Name, Func<MemoryFileStore> Start, Action<LabDevice> Act, uint[] BadSequences, uint[] Ends);

/// <summary>
/// Cuts the power at an operation, lets the device recover by itself, and holds it to the invariants I1 to I7 of the fault
/// catalogue. Every case has an id, such as <c>confirm/3:TornAtHalf+1:Before</c>, that <see cref="Run(string)"/> repeats.
/// </summary>
public static class PowerCutCampaign
{
    private const int MaxBoots = 5;
    private const uint RescueSequence = 900;

    public static readonly IReadOnlyList<CutScenario> Scenarios =
    [
        new("first-bundle", () => new MemoryFileStore(), device => PushAndTry(device, LabBundle.Of(10)), [], [0, 10]),
        new("stage", () => Volume(LabBundle.Of(10)), device => device.Push(LabBundle.Of(11)), [], [10, 11]),
        new("confirm", () => Staged(LabBundle.Of(11), LabBundle.Of(10)), Confirm, [], [11]),
        new("revert", () => Staged(LabBundle.Of(11), LabBundle.Of(10)), Fail, [11], [10]),
        new("floor-bump", () => Volume(LabBundle.Of(10)), device => PushAndTry(device, LabBundle.Of(11, floor: 9)), [], [10, 11]),
        new("restage", () => PartlyWritten(LabBundle.Of(10), LabBundle.Of(11)), device => PushAndTry(device, LabBundle.Of(12)), [], [10, 12]),
        new("stage-after-revert", () => Reverted(LabBundle.Of(11), LabBundle.Of(10)), device => PushAndTry(device, LabBundle.Of(12)), [11], [10, 12]),
        new("third", () => Volume(LabBundle.Of(10), LabBundle.Of(11)), device => PushAndTry(device, LabBundle.Of(12)), [], [11, 12]),
        new("rollback", () => Volume(LabBundle.Of(10), LabBundle.Of(11)), RollBack, [], [10, 11]),
        new("crash-loop", () => Volume(LabBundle.Of(10), LabBundle.Of(11)), CrashLoop, [], [10, 11]),
        new("record-wrap", Wrapping, device => PushAndTry(device, LabBundle.Of(11)), [], [10, 11]),
    ];

    /// <summary>Operations of the scenario when nothing is cut.</summary>
    public static int CountOperations(CutScenario scenario)
    {
        MemoryFileStore files = scenario.Start();
        files.PowerOn();
        Act(scenario, files);
        return files.OperationsSinceArmed;
    }

    /// <summary>Runs one case.</summary>
    /// <returns>Operations of the recovery after the last cut.</returns>
    public static int Run(CutScenario scenario, params PowerCut[] cuts)
    {
        string id = $"{scenario.Name}/{string.Join('+', cuts)}";
        try
        {
            return Recover(scenario, scenario.Start(), cuts);
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException($"case {id}: {exception.Message}\n{exception.StackTrace}");
        }
    }

    /// <summary>Repeats the case with that id.</summary>
    public static int Run(string id)
    {
        string[] parts = id.Split('/');
        return Run(Scenarios.Single(s => s.Name == parts[0]), [.. parts[1].Split('+').Select(PowerCut.Parse)]);
    }

    internal static int Recover(CutScenario scenario, MemoryFileStore files, PowerCut[] cuts)
    {
        LabDevice before = LabDevice.Boot(files.Clone());
        uint floorBefore = before.Record.SecurityFloor;
        bool hadRecord = before.BootResult == ResultCode.Ok;
        for (int i = 0; i < cuts.Length; i++)
        {
            files.Arm(cuts[i]);
            CutDuring(() =>
            {
                if (i == 0)
                {
                    Act(scenario, files);
                }
                else
                {
                    Settle(scenario, files);
                }
            });
            files.PowerOn();
            CheckRecordPair(files, hadRecord);
        }

        (LabDevice device, int boots) = Settle(scenario, files);
        int operations = files.OperationsSinceArmed;
        Assert.True(boots <= MaxBoots, $"I4: {boots} boots until stable");
        CheckWhole(scenario, device, floorBefore);
        CheckIdleWear(device);
        CheckAcceptsPush(device);
        return operations;
    }

    /// <summary>Boots and judges trials until nothing is pending.</summary>
    internal static (LabDevice Device, int Boots) Settle(CutScenario scenario, MemoryFileStore files)
    {
        for (int boots = 1; ; boots++)
        {
            int writesBefore = files.RecordWrites;
            LabDevice device = LabDevice.Boot(files);
            Assert.True(files.RecordWrites - writesBefore <= 1, "I7: more than one record written by a boot");
            if (device.Engine.InTrial)
            {
                Assert.Equal(ResultCode.Ok, JudgeTrial(device, scenario.BadSequences));
            }

            if (!device.Engine.RebootPending)
            {
                return (device, boots);
            }

            Assert.True(boots <= 10, "I4: no stable state after ten boots");
        }
    }

    private static void Act(CutScenario scenario, MemoryFileStore files)
    {
        LabDevice device = LabDevice.Boot(files);
        scenario.Act(device);
        Settle(scenario, files);
    }

    private static void CutDuring(Action action)
    {
        try
        {
            action();
        }
        catch (PowerCutException)
        {
        }
    }

    private static ResultCode JudgeTrial(LabDevice device, uint[] bad) =>
        bad.Contains(device.Engine.Running.Sequence)
            ? device.Engine.FailTrial(ResultCode.GoldenVectorMismatch)
            : device.Engine.Confirm(ResultCode.Ok);

    /// <summary>I5.</summary>
    private static void CheckRecordPair(MemoryFileStore files, bool hadRecord)
    {
        ResultCode code = new BootRecordStore(files).TryLoad(new BootRecord());
        Assert.True(code == ResultCode.Ok || !hadRecord, $"I5: no valid record ({code})");
    }

    /// <summary>I1, I3, I6.</summary>
    private static void CheckWhole(CutScenario scenario, LabDevice device, uint floorBefore)
    {
        BootRecord record = device.Record;
        uint running = device.Engine.Running.Sequence;
        Assert.True(scenario.Ends.Contains(running), $"I1: bundle {running} runs in the end");
        Assert.Equal(record.ActiveBank, device.Engine.RunningBank);
        Assert.Equal(record.ActiveBundleSequence, running);
        if (running != 0)
        {
            byte[] bank = device.Files[Bank.FileOf(record.ActiveBank)]!;
            byte[] whole = LabBundle.Of(running, floor: device.Engine.Running.SecurityFloor);
            Assert.True(whole.AsSpan().SequenceEqual(bank), "I1: the active bank is not one whole bundle");
            Assert.Equal(LabBundle.FingerprintOf(whole), device.Engine.Running.Fingerprint);
        }

        Assert.True(record.SecurityFloor >= floorBefore, "I3: the floor fell");
        Assert.True(record.SecurityFloor <= Math.Max(floorBefore, device.Engine.Running.SecurityFloor), "I3: the floor is above every confirmed bundle");
        CheckOutcome(scenario, record);
    }

    private static void CheckOutcome(CutScenario scenario, BootRecord record)
    {
        switch (record.LastOutcome)
        {
            case UpdateOutcome.Confirmed:
                Assert.Equal(ResultCode.Ok, record.LastReason);
                break;
            case UpdateOutcome.Reverted:
                Assert.Equal(ResultCode.GoldenVectorMismatch, record.LastReason);
                Assert.NotEmpty(scenario.BadSequences);
                break;
            case UpdateOutcome.FellBack:
                Assert.Equal(ResultCode.CrashLoop, record.LastReason);
                break;
            case UpdateOutcome.RolledBack:
                Assert.Equal(ResultCode.OperatorRollback, record.LastReason);
                break;
        }
    }

    /// <summary>I7.</summary>
    private static void CheckIdleWear(LabDevice device)
    {
        int before = device.Files.Mutations;
        Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
        Assert.True(device.Files.Mutations - before <= 1, "I7: more than one write to settle");
        before = device.Files.Mutations;
        for (int i = 0; i < 100; i++)
        {
            device.Clock.UptimeMs += 3_600_000;
            Assert.Equal(ResultCode.Ok, device.Engine.MarkHealthyUptime());
        }

        Assert.Equal(before, device.Files.Mutations);
    }

    /// <summary>I2: a good bundle still gets in, whatever happened.</summary>
    private static void CheckAcceptsPush(LabDevice device)
    {
        byte[] rescue = LabBundle.Of(RescueSequence, floor: 9);
        Assert.Equal(ResultCode.Ok, device.Push(rescue));
        device = device.Reboot();
        Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));
        device = device.Reboot();
        Assert.Equal(RescueSequence, device.Engine.Running.Sequence);
        Assert.Equal(rescue, device.Files[Bank.FileOf(device.Engine.RunningBank)]);
    }

    private static MemoryFileStore Volume(params byte[][] bundles) => LabDevice.VolumeWith(bundles).Clone();

    private static MemoryFileStore Staged(byte[] staged, byte[] active)
    {
        MemoryFileStore files = Volume(active);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Push(staged));
        return files.Clone();
    }

    private static MemoryFileStore PartlyWritten(byte[] active, byte[] partly)
    {
        MemoryFileStore files = Volume(active);
        LabDevice.Boot(files).PushPart(partly, partly.Length - 100);
        return files.Clone();
    }

    private static MemoryFileStore Reverted(byte[] failed, byte[] active)
    {
        MemoryFileStore files = Staged(failed, active);
        Assert.Equal(ResultCode.Ok, LabDevice.Boot(files).Engine.FailTrial(ResultCode.GoldenVectorMismatch));
        return files.Clone();
    }

    /// <summary>A device whose next records are the last before the wrap and the first after it.</summary>
    private static MemoryFileStore Wrapping()
    {
        MemoryFileStore files = Volume(LabBundle.Of(10));
        BootRecordStore store = new(files);
        BootRecord record = new();
        Assert.Equal(ResultCode.Ok, store.TryLoad(record));
        record.Sequence = 0xFFFFFFFB;
        files[BootRecordStore.File0] = null;
        files[BootRecordStore.File1] = null;
        Assert.Equal(ResultCode.Ok, new BootRecordStore(files).TryCommit(record));
        return files.Clone();
    }

    private static void PushAndTry(LabDevice device, byte[] bundle) => Assert.Equal(ResultCode.Ok, device.Push(bundle));

    private static void Confirm(LabDevice device) => Assert.Equal(ResultCode.Ok, device.Engine.Confirm(ResultCode.Ok));

    private static void Fail(LabDevice device) => Assert.Equal(ResultCode.Ok, device.Engine.FailTrial(ResultCode.GoldenVectorMismatch));

    private static void RollBack(LabDevice device) => Assert.Equal(ResultCode.Ok, device.Engine.Rollback());

    private static void CrashLoop(LabDevice device)
    {
        for (int i = 0; i < BootChooser.MaxUncleanBoots; i++)
        {
            device = device.Reboot();
        }
    }
}
