using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Faults.Scenarios;
using TinyEdge.NanoShim;
using TinyEdge.Runtime.Update;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Cases;

/// <summary>
/// Runs one case: the scenario until something goes wrong, the recovery until the next thing does, and at last a recovery that nothing
/// disturbs. Then the device is held to the invariants.
/// </summary>
public sealed class CaseRunner
{
    private const int MostBoots = 12;
    private const int ConfirmTries = 3;

    private readonly FaultCase _case;
    private readonly LabVolume _volume;
    private readonly FaultPlan _plan = new();
    private readonly Invariants _invariants;
    private bool _happened = true;
    private ResultCode? _answer;

    private CaseRunner(FaultCase faultCase)
    {
        _case = faultCase;
        _volume = faultCase.Scenario.NewVolume();
        foreach (FaultPoint rot in faultCase.Points.Where(point => point.Mode == FaultMode.Rot))
        {
            _volume.Flash.FlipBit(rot.File!, rot.Index);
        }

        _invariants = new Invariants(faultCase, _volume);
        _volume.Flash.Faults = _plan;
    }

    /// <summary>The scenario with nothing going wrong, and what it does to the flash; nothing, when even that fails.</summary>
    public static CaseResult RunUndisturbed(FaultScenario scenario, out IReadOnlyList<FlashOperation> operations, out IReadOnlyList<FlashOperation> reads)
    {
        (operations, reads) = ([], []);
        CaseResult result = Run(new FaultCase(scenario, []));
        if (result.Violation is null)
        {
            CaseRunner runner = new(new FaultCase(scenario, []));
            using (runner._volume.Enter())
            {
                runner.ActAndSettle(isFirst: true);
            }

            (operations, reads) = (runner._plan.Operations, runner._plan.Reads);
        }

        return result;
    }

    public static CaseResult Run(FaultCase faultCase)
    {
        CaseRunner? runner = null;
        try
        {
            runner = new CaseRunner(faultCase);
            using (runner._volume.Enter())
            {
                return runner.Run();
            }
        }
        catch (FaultViolationException violation)
        {
            return new CaseResult(violation.Violation, runner?._happened ?? false, [], 0);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new CaseResult(new FaultViolation("exception", exception.ToString()), runner?._happened ?? false, [], 0);
        }
    }

    private CaseResult Run()
    {
        FaultPoint[] points = [.. _case.Points.Where(point => point.Mode != FaultMode.Rot)];
        for (int stage = 0; stage < Math.Max(1, points.Length); stage++)
        {
            Disturb(stage, stage < points.Length ? points[stage] : null);
            _invariants.CheckRecordPair();
        }

        _plan.Arm(null);
        (UpdateDevice device, int boots) = Settle();
        FlashOperation[] recovery = [.. _plan.Operations];
        _invariants.CheckBoots(boots);
        _invariants.CheckEnd(device, _answer);
        _invariants.CheckIdleWear(device, _plan);
        _invariants.CheckAcceptsPush(device);
        return new CaseResult(null, _happened, recovery, boots);
    }

    /// <summary>The scenario or a recovery, with one thing that goes wrong in it, to the end or until the power is cut; then the power is back.</summary>
    private void Disturb(int stage, FaultPoint? point)
    {
        _plan.Arm(point);
        try
        {
            ActAndSettle(isFirst: stage == 0);
        }
        catch (BoardResetException) when (_volume.IsDown)
        {
            // Nothing of this boot goes on.
        }

        _happened &= point is null || _plan.Happened;
        _plan.Arm(null);
        _volume.PowerOn();
    }

    private void ActAndSettle(bool isFirst)
    {
        if (isFirst)
        {
            ResultCode answer = _case.Scenario.Act(Boot(), _volume);
            ThrowIfDown();
            _answer = answer;
        }

        Settle();
    }

    /// <summary>Boots and judges trials until nothing is pending, or, with something stuck, until it has tried often enough.</summary>
    private (UpdateDevice Device, int Boots) Settle()
    {
        for (int boots = 1; ; boots++)
        {
            int commits = _plan.RecordCommits;
            UpdateDevice device = Boot();
            _invariants.CheckBoot(device, _plan.RecordCommits - commits);
            bool dies = device.Engine.InTrial && _case.Scenario.DyingSequences.Contains(device.Engine.Running.Sequence);
            if (device.Engine.InTrial && !dies)
            {
                JudgeTrial(device);
            }

            if (!dies && !device.Engine.RebootPending)
            {
                return (device, boots);
            }

            if (boots >= MostBoots)
            {
                return _plan.Happened ? (device, boots) : throw Violation("I4", $"no stable state after {boots} boots");
            }
        }
    }

    private UpdateDevice Boot()
    {
        UpdateDevice device = _volume.Boot();
        ThrowIfDown();
        return device;
    }

    /// <summary>As a supervisor does: a verdict that could not be written down is given again.</summary>
    private void JudgeTrial(UpdateDevice device)
    {
        bool bad = _case.Scenario.BadSequences.Contains(device.Engine.Running.Sequence);
        ResultCode code = ResultCode.Ok;
        for (int tries = 0; tries < ConfirmTries && device.Engine.InTrial && !device.Engine.RebootPending; tries++)
        {
            code = bad ? device.Engine.FailTrial(ResultCode.GoldenVectorMismatch) : device.Engine.Confirm(ResultCode.Ok);
            ThrowIfDown();
        }

        if (code != ResultCode.Ok && !_plan.Happened)
        {
            throw Violation("answer", $"a verdict on a trial was answered with {code}");
        }
    }

    private void ThrowIfDown()
    {
        if (_volume.IsDown)
        {
            throw new BoardResetException();
        }
    }

    private static FaultViolationException Violation(string invariant, string text) => new(new FaultViolation(invariant, text));
}
