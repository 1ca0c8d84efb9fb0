using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Faults.Scenarios;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Cases;

/// <summary>I1 to I7 of the fault catalogue, for one case.</summary>
internal sealed class Invariants
{
    /// <summary>Attempts of a trial and two: one boot into the trial that the cut spoilt, one back.</summary>
    public const int MostBootsUntilStable = 5;

    private const int TrialAttempts = 3;
    private const uint RescueSequence = 900;
    private const uint RescueFloor = 9;
    private const int IdleHours = 100;

    private readonly FaultCase _case;
    private readonly LabVolume _volume;
    private readonly StateBefore _before;
    private readonly int _cuts;
    private readonly bool _isFaulted;
    private readonly bool _lasts;
    private uint _confirmedFloor;
    private uint _latestFloor;

    public Invariants(FaultCase faultCase, LabVolume volume)
    {
        _case = faultCase;
        _volume = volume;
        bool rots = faultCase.Points.Any(point => point.Mode == FaultMode.Rot);
        _before = rots ? StateBefore.Of(volume) : faultCase.Scenario.Before;
        _cuts = faultCase.Points.Count(point => FaultModes.IsCut(point.Mode));
        _isFaulted = faultCase.Points.Any(point => !FaultModes.IsCut(point.Mode));
        _lasts = rots || faultCase.Points.Any(point => FaultModes.IsStuck(point.Mode));
        _confirmedFloor = _latestFloor = _before.Floor;
    }

    private FaultScenario Scenario => _case.Scenario;

    /// <summary>I5, after each time the power came back.</summary>
    public void CheckRecordPair()
    {
        ResultCode code = new BootRecordStore(_volume.Store).TryLoad(new BootRecord());
        Require(code == ResultCode.Ok || !_before.HasRecord || Scenario.LosesStorage, "I5", $"no valid record ({code})");
    }

    /// <summary>I1, I3 and I7 in every boot.</summary>
    public void CheckBoot(UpdateDevice device, int recordCommits)
    {
        Require(recordCommits <= 1 || _isFaulted, "I7", $"{recordCommits} records written by one boot");
        Require(IsWhole(device), "I1", $"bundle {device.Engine.Running.Sequence} runs and bank {device.Engine.RunningBank} is not one whole bundle");
        CheckFloor(device);
    }

    /// <summary>I4.</summary>
    public void CheckBoots(int boots) => Require(boots <= MostBootsUntilStable, "I4", $"{boots} boots until stable");

    /// <summary>I1, I3 and I6 once all has settled, and what the scenario itself wants.</summary>
    /// <param name="device">The boot that runs in the end.</param>
    /// <param name="answer">What the scenario was answered, or null when power was cut before it was.</param>
    public void CheckEnd(UpdateDevice device, ResultCode? answer)
    {
        BootRecord record = device.Record;
        uint running = device.Engine.Running.Sequence;
        Require(_isFaulted || _cuts > 0 || answer == ResultCode.Ok, "answer", $"undisturbed, and answered with {answer}");
        bool isBackWhereItWas = _lasts && running == _before.Active;
        Require(answer != ResultCode.Ok || Scenario.EndsAfterOk.Contains(running) || IsExcused(record) || isBackWhereItWas, "answer", $"answered Ok, and bundle {running} runs in the end");
        Require(IsExpected(running) || IsExcused(record) || (_isFaulted && running == _before.Active), "I1", $"bundle {running} runs in the end");
        Require(record.ActiveBank == device.Engine.RunningBank, "I1", $"bank {device.Engine.RunningBank} runs and the record says {record.ActiveBank}");
        Require(record.ActiveBundleSequence == running, "I1", $"bundle {running} runs and the record says {record.ActiveBundleSequence}");
        CheckFloor(device);
        CheckOutcome(record);
        Require(_lasts || Scenario.LosesStorage || !record.OtherIsGood || IsOtherWhole(record), "I1", "the record calls the other bank good, and it is not one whole bundle");
        if (Scenario.Check?.Invoke(device, _volume, _lasts ? null : answer) is { } complaint)
        {
            throw new FaultViolationException(new FaultViolation("I1", complaint));
        }
    }

    /// <summary>I7: one write to settle, and none in the hundred hours after it.</summary>
    public void CheckIdleWear(UpdateDevice device, FaultPlan plan)
    {
        int commits = plan.RecordCommits;
        Require(device.Engine.MarkHealthyUptime() == ResultCode.Ok, "I7", "a healthy uptime could not be written down");
        Require(plan.RecordCommits - commits <= 1, "I7", "more than one write to settle");
        plan.Arm(null);
        for (int hour = 0; hour < IdleHours; hour++)
        {
            device.Clock.UptimeMs += 3_600_000;
            device.Engine.MarkHealthyUptime();
        }

        Require(plan.Operations.Count == 0, "I7", $"{plan.Operations.Count} operations while idle");
    }

    /// <summary>I2: a good bundle still gets in, whatever happened.</summary>
    public void CheckAcceptsPush(UpdateDevice device)
    {
        byte[] rescue = Scenario.RescueOf(device, RescueSequence, RescueFloor);
        ResultCode code = device.Push(rescue);
        Require(code == ResultCode.Ok, "I2", $"a good bundle is refused with {code}");
        UpdateDevice trial = _volume.Boot();
        code = trial.Engine.Confirm(ResultCode.Ok);
        Require(code == ResultCode.Ok, "I2", $"a good bundle is not confirmed: {code}");
        UpdateDevice after = _volume.Boot();
        Require(after.Engine.Running.Sequence == RescueSequence && IsInBank(after, rescue), "I2", $"bundle {after.Engine.Running.Sequence} runs after a good push");
    }

    private bool IsExpected(uint running) => Scenario.Ends.Contains(running);

    /// <summary>Elsewhere than expected, for a reason that it gives and that is true of this case.</summary>
    private bool IsExcused(BootRecord record)
    {
        bool wentBack = record.LastOutcome is UpdateOutcome.Reverted or UpdateOutcome.FellBack && record.LastReason != ResultCode.Ok;
        bool wornDown = record.LastReason == ResultCode.AttemptsExhausted ? _cuts >= TrialAttempts : record.LastReason == ResultCode.CrashLoop && _cuts > TrialAttempts;
        bool nowhereElse = record.LastOutcome == UpdateOutcome.RolledBack && record.LastReason == ResultCode.OperatorRollback;
        return _lasts ? wentBack || nowhereElse : wentBack && wornDown;
    }

    /// <summary>A golden app has no bank; any other must be, byte for byte, the bundle that it says it is.</summary>
    private bool IsWhole(UpdateDevice device)
    {
        uint sequence = device.Engine.Running.Sequence;
        if (device.Engine.RunningBank == Bank.Golden)
        {
            return sequence == 0;
        }

        return IsInBank(device, Scenario.BundleOf(sequence, device.Engine.Running.SecurityFloor));
    }

    private bool IsInBank(UpdateDevice device, byte[] bundle) => bundle.AsSpan().SequenceEqual(_volume.Content(Bank.FileOf(device.Engine.RunningBank)));

    private bool IsOtherWhole(BootRecord record)
    {
        byte[]? bank = _volume.Content(Bank.FileOf(Bank.SpareOf(record.ActiveBank)));
        return new[] { 1u, RescueFloor }.Any(floor => Scenario.BundleOf(record.TrialBundleSequence, floor) is var bundle
            && record.IsTrialFingerprint(LabBundle.FingerprintOf(bundle), 0)
            && bundle.AsSpan().SequenceEqual(bank));
    }

    private void CheckFloor(UpdateDevice device)
    {
        BootRecord record = device.Record;
        if (record.ActiveBundleSequence == device.Engine.Running.Sequence)
        {
            uint active = device.Engine.Running.SecurityFloor;
            _confirmedFloor = Math.Max(_confirmedFloor, active);
            Require(record.SecurityFloor >= active, "I3", $"the floor is {record.SecurityFloor} and the active bundle's {active}");
        }

        Require(record.SecurityFloor >= _latestFloor || Scenario.LosesStorage, "I3", $"the floor fell from {_latestFloor} to {record.SecurityFloor}");
        Require(record.SecurityFloor <= _confirmedFloor, "I3", $"the floor is {record.SecurityFloor}, above every confirmed bundle ({_confirmedFloor})");
        _latestFloor = record.SecurityFloor;
    }

    /// <summary>I6: what is reported is what happened.</summary>
    private void CheckOutcome(BootRecord record)
    {
        ResultCode reason = record.LastReason;
        bool isTrue = record.LastOutcome switch
        {
            UpdateOutcome.Confirmed => reason == ResultCode.Ok || record.Phase == UpdatePhase.Idle,
            UpdateOutcome.Reverted => (reason == ResultCode.GoldenVectorMismatch && Scenario.BadSequences.Length > 0)
                || (reason == ResultCode.AttemptsExhausted && Scenario.DyingSequences.Length > 0)
                || IsExcused(record),
            UpdateOutcome.FellBack => reason == ResultCode.CrashLoop || IsExcused(record),
            UpdateOutcome.RolledBack => reason == ResultCode.OperatorRollback,
            _ => true,
        };
        Require(isTrue, "I6", $"the record says {record.LastOutcome} because of {reason}");
    }

    private static void Require(bool holds, string invariant, string text)
    {
        if (!holds)
        {
            throw new FaultViolationException(new FaultViolation(invariant, text));
        }
    }
}
