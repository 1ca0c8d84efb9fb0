using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Models;

namespace TinyEdge.Tests.Evaluation;

/// <summary>The shipped bytes, run by the device's own code, against the limits that the project has set.</summary>
public class ReferenceModelTests
{
    /// <summary>Pool budget of the whole device, bytes in device layout.</summary>
    private const int DevicePoolBytes = 12288;

    [DataFact]
    public void Reference_OnTheLastFortyPercent_MeetsItsLimits()
    {
        EvaluationReport report = FanEvaluation.Run(ShippedModels.Reference, TestData.PathOf("fan-vibration"));

        Assert.Equal(0, report.SkippedRecordings);
        Assert.Equal(1431, report.Recordings);
        Assert.Equal(120, report.Summary.MovingRecordings);
        Assert.InRange(report.Summary.BalancedAccuracyRatio!.Value, 0.92, 1);
        Assert.InRange(report.Summary.MovingFalseAlarmRatio!.Value, 0, 0.05);
        Assert.InRange(report.Summary.OffRatio!.Value, 0.99, 1);
        Assert.Equal(["low", "medium", "high"], report.Summary.BySpeed.Select(s => s.Speed));
    }

    [DataFact]
    public void Baseline_OnTheLastFortyPercent_IsTheLesserModel()
    {
        EvaluationSummary baseline = FanEvaluation.Run(ShippedModels.Baseline, TestData.PathOf("fan-vibration")).Summary;
        EvaluationSummary reference = FanEvaluation.Run(ShippedModels.Reference, TestData.PathOf("fan-vibration")).Summary;

        Assert.InRange(baseline.BalancedAccuracyRatio!.Value, 0.8, reference.BalancedAccuracyRatio!.Value - 0.01);
        Assert.InRange(baseline.MovingFalseAlarmRatio!.Value, 0.5, 1);
    }

    [Fact]
    public void Models_OnTheDevice_FitTheirPoolsAndChangePlacesWithoutNewSettings()
    {
        ModelPipeline reference = new(ShippedModels.Reference, DevicePoolBytes);
        ModelPipeline baseline = new(ShippedModels.Baseline, DevicePoolBytes);

        Assert.Equal(["healthy", "fault", "off"], reference.Labels);
        Assert.Equal(reference.Labels, baseline.Labels);
        Assert.Equal(200, reference.SamplesToFirstInference);
        Assert.Equal(reference.SamplesToFirstInference, baseline.SamplesToFirstInference);
        Assert.Equal(reference.Config.HopLength, baseline.Config.HopLength);
        Assert.InRange(baseline.MacsPerInference, 1, reference.MacsPerInference - 1);
    }

    [Fact]
    public void Construct_PoolOneByteTooSmall_IsRefusedByCode()
    {
        int needed = new ModelPipeline(ShippedModels.Reference).Pool.TotalBytes;

        Assert.Equal(needed, new ModelPipeline(ShippedModels.Reference, needed).Pool.TotalBytes);
        ModelException error = Assert.Throws<ModelException>(() => new ModelPipeline(ShippedModels.Reference, needed - 1));
        Assert.Equal(TinyEdge.Bundles.ResultCode.PoolExhausted, error.Result);
    }

    [Fact]
    public void Construct_AnyTruncation_IsRefused()
    {
        byte[] model = ShippedModels.Baseline;
        for (int length = 0; length < model.Length; length += 7)
        {
            Assert.Throws<ModelException>(() => new ModelPipeline(model[..length]));
        }
    }
}
