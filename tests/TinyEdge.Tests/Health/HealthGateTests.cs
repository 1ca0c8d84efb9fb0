using TinyEdge.Bundles;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Health;

public class HealthGateTests
{
    private const int Second = 1000;

    [Fact]
    public void Evaluate_EverythingHolds_Passes()
    {
        HealthGate gate = Gate();
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(Good(), Second));
        Assert.Equal(ResultCode.Ok, gate.Reason);
    }

    /// <summary>What the bundle alone is answerable for: at once, at the first unit above the limit, after a pass too (R24).</summary>
    [Theory]
    [InlineData("golden", ResultCode.GoldenVectorMismatch)]
    [InlineData("latency", ResultCode.StageTooSlow)]
    [InlineData("pool", ResultCode.PoolOverBudget)]
    [InlineData("heap", ResultCode.HeapBelowFloor)]
    public void R17_R18_R19_R24_Evaluate_OwnFault_FailsAtOnce(string what, ResultCode reason)
    {
        GateReadings atTheLimit = Good();
        atTheLimit.LastingStageUs = 250_000;
        atTheLimit.PoolBytes = 12000;
        atTheLimit.FreeHeapBytes = 20000;
        HealthGate gate = Gate();
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(atTheLimit, Second));
        switch (what)
        {
            case "golden":
                atTheLimit.GoldenVectors = ResultCode.GoldenVectorMismatch;
                break;
            case "latency":
                atTheLimit.LastingStageUs++;
                break;
            case "pool":
                atTheLimit.PoolBytes++;
                break;
            default:
                atTheLimit.FreeHeapBytes--;
                break;
        }

        Assert.Equal(GateVerdict.Fail, gate.Evaluate(atTheLimit, Second + 1));
        Assert.Equal(reason, gate.Reason);
    }

    /// <summary>What the world can cause too: only after the grace time, only without a break; pending meanwhile.</summary>
    [Theory]
    [InlineData("silent", ResultCode.SensorSilent)]
    [InlineData("dead axis", ResultCode.SignalWorseThanBaseline)]
    [InlineData("saturated", ResultCode.SignalWorseThanBaseline)]
    [InlineData("overruns", ResultCode.SignalWorseThanBaseline)]
    [InlineData("bus", ResultCode.SignalWorseThanBaseline)]
    [InlineData("loop", ResultCode.SupervisorLate)]
    public void R20_R24_Evaluate_WorldlyFault_FailsAfterTheGraceTime(string what, ResultCode reason)
    {
        HealthGate gate = Gate();
        GateReadings bad = Bad(what);
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(bad, Second));
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(bad, Second + HealthGate.GraceMs - 1));
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(Good(), Second + HealthGate.GraceMs));
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(bad, Second + HealthGate.GraceMs + 1));
        Assert.Equal(GateVerdict.Fail, gate.Evaluate(bad, Second + (2 * HealthGate.GraceMs) + 1));
        Assert.Equal(reason, gate.Reason);
    }

    /// <summary>R20: a sensor that was silent before the update is not the bundle's fault, and neither are the missing windows.</summary>
    [Fact]
    public void R20_Evaluate_SensorWasSilentBefore_GoldenVectorsAreEnough()
    {
        SignalBaseline baseline = Baseline();
        baseline.SensorAnswered = false;
        HealthGate gate = Gate(baseline: Saved(baseline));
        GateReadings now = Good();
        now.SensorAnswers = false;
        now.Windows = 0;
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(now, HealthGate.GraceMs));
    }

    /// <summary>At the start of a trial every sensor is silent: the windows are waived only when it stays so.</summary>
    [Fact]
    public void R20_Evaluate_SensorWasSilentBefore_HasTheGraceTimeToComeBack()
    {
        SignalBaseline baseline = Baseline();
        baseline.SensorAnswered = false;
        HealthGate gate = Gate(baseline: Saved(baseline));
        GateReadings now = Good();
        now.SensorAnswers = false;
        now.Windows = 0;
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(now, HealthGate.GraceMs - 1));
        now.SensorAnswers = true;
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(now, HealthGate.GraceMs));
    }

    /// <summary>R20: what was as bad before is not worse.</summary>
    [Fact]
    public void R20_Evaluate_SignalWasAsBadBefore_Passes()
    {
        SignalBaseline baseline = Baseline();
        baseline.Rms[1] = 0;
        baseline.OverrunsPerMinute = 40;
        baseline.BusErrorsPerMinute = 10;
        HealthGate gate = Gate(baseline: Saved(baseline));
        GateReadings now = Good();
        now.Rms[1] = 0;
        now.OverrunsPerMinute = 60;
        now.BusErrorsPerMinute = 12;
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(now, 100 * Second));
    }

    /// <summary>A machine that was started meanwhile is louder; that is no fault.</summary>
    [Fact]
    public void Evaluate_MachineStartedMeanwhile_Passes()
    {
        GateReadings now = Good();
        now.Rms[0] = 9000;
        Assert.Equal(GateVerdict.Pass, Gate().Evaluate(now, Second));
    }

    [Fact]
    public void Evaluate_NoBaseline_ComparesNothingButWantsSamples()
    {
        HealthGate gate = Gate(baseline: new SignalBaseline());
        Assert.Equal(GateVerdict.Pass, gate.Evaluate(Bad("overruns"), Second));
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(Bad("silent"), Second));
        Assert.Equal(GateVerdict.Fail, gate.Evaluate(Bad("silent"), Second + HealthGate.GraceMs));
    }

    [Fact]
    public void Evaluate_GoldenVectorsNotRunOrWindowsMissing_IsPending()
    {
        HealthGate gate = Gate();
        GateReadings now = Good();
        now.GoldenVectors = ResultCode.NeedMore;
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(now, Second));
        now = Good();
        now.Windows = 3;
        Assert.Equal(GateVerdict.Pending, gate.Evaluate(now, Second));
        Assert.Equal(ResultCode.HealthGatePending, gate.Reason);
    }

    /// <summary>R22: the deadline is 120 s after Start, to the millisecond; the reason is what was missing.</summary>
    [Theory]
    [InlineData("windows", ResultCode.PipelineStalled)]
    [InlineData("golden", ResultCode.TrialDeadlinePassed)]
    [InlineData("nothing", ResultCode.TrialDeadlinePassed)]
    public void R22_Evaluate_Deadline_FailsAtItWithWhatWasMissing(string missing, ResultCode reason)
    {
        HealthGate gate = Gate();
        gate.Start(5 * Second);
        GateReadings now = Good();
        now.Windows = missing == "windows" ? 0 : 4;
        now.GoldenVectors = missing == "golden" ? ResultCode.NeedMore : ResultCode.Ok;
        Assert.NotEqual(GateVerdict.Fail, gate.Evaluate(now, (125 * Second) - 1));
        Assert.Equal(GateVerdict.Fail, gate.Evaluate(now, 125 * Second));
        Assert.Equal(GateVerdict.Fail, gate.Evaluate(now, (125 * Second) + 1));
        Assert.Equal(reason, gate.Reason);
    }

    /// <summary>R21: both policies.</summary>
    [Fact]
    public void R21_Evaluate_NoCompanionContact_MattersWhenThePolicyAsksForIt()
    {
        GateReadings now = Good();
        now.CompanionContact = false;
        Assert.Equal(GateVerdict.Pass, Gate().Evaluate(now, Second));
        HealthGate strict = Gate(HealthPolicy.RequireCompanionContact);
        Assert.Equal(GateVerdict.Pending, strict.Evaluate(now, Second));
        Assert.Equal(GateVerdict.Fail, strict.Evaluate(now, 120 * Second));
        Assert.Equal(ResultCode.NoCompanionContact, strict.Reason);
        now.CompanionContact = true;
        Assert.Equal(GateVerdict.Pass, strict.Evaluate(now, 60 * Second));
    }

    [Fact]
    public void TryLoad_BaselineDamagedAtAnyBit_IsUnknown()
    {
        MemoryFileStore files = new();
        Assert.Equal(ResultCode.Ok, Baseline().TrySave(files));
        SignalBaseline loaded = new();
        Assert.Equal(ResultCode.Ok, loaded.TryLoad(files));
        Assert.Equal((true, 70, 5, 1), (loaded.SensorAnswered, loaded.Rms[1], loaded.OverrunsPerMinute, loaded.BusErrorsPerMinute));
        byte[] file = files[SignalBaseline.FileName]!;
        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(ResultCode.Ok, loaded.TryLoad(files));
            Assert.False(loaded.IsKnown);
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        files[SignalBaseline.FileName] = file[..31];
        Assert.Equal(ResultCode.NotFound, loaded.TryLoad(files));
    }

    private static HealthGate Gate(int flags = 0, SignalBaseline? baseline = null)
    {
        RunningBundle bundle = new()
        {
            MaxLatencyMs = 250,
            PeakRamBudgetBytes = 12000,
            HeapFloorBytes = 20000,
            MinimumWindows = 4,
            TrialDeadlineSeconds = 120,
            HealthFlags = flags,
        };
        return new HealthGate(bundle, baseline ?? Saved(Baseline()));
    }

    private static SignalBaseline Baseline()
    {
        SignalBaseline baseline = new() { SensorAnswered = true, OverrunsPerMinute = 5, BusErrorsPerMinute = 1 };
        (baseline.Rms[0], baseline.Rms[1], baseline.Rms[2]) = (60, 70, 80);
        return baseline;
    }

    private static SignalBaseline Saved(SignalBaseline baseline)
    {
        MemoryFileStore files = new();
        Assert.Equal(ResultCode.Ok, baseline.TrySave(files));
        SignalBaseline loaded = new();
        Assert.Equal(ResultCode.Ok, loaded.TryLoad(files));
        return loaded;
    }

    private static GateReadings Good()
    {
        GateReadings readings = new()
        {
            GoldenVectors = ResultCode.Ok,
            LastingStageUs = 1000,
            PoolBytes = 9000,
            FreeHeapBytes = 50000,
            SensorAnswers = true,
            SignalMeasured = true,
            Windows = 4,
            WorstLoopMs = HealthGate.LoopLimitMs,
        };
        (readings.Rms[0], readings.Rms[1], readings.Rms[2]) = (61, 69, 90);
        return readings;
    }

    private static GateReadings Bad(string what)
    {
        GateReadings readings = Good();
        switch (what)
        {
            case "silent":
                readings.SensorAnswers = false;
                break;
            case "dead axis":
                readings.Rms[2] = 0;
                break;
            case "saturated":
                readings.Rms[0] = 16384;
                break;
            case "overruns":
                readings.OverrunsPerMinute = 10;
                break;
            case "bus":
                readings.BusErrorsPerMinute = 4;
                break;
            default:
                readings.WorstLoopMs++;
                break;
        }

        return readings;
    }
}
