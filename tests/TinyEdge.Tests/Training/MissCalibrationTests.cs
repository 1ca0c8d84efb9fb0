using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Tests.Training;

public class MissCalibrationTests
{
    private const int Classes = 7;
    private static readonly int s_fault = FanClasses.IndexOf(FanSpeed.High, isFault: true);
    private static readonly int s_healthy = FanClasses.IndexOf(FanSpeed.High, isFault: false);

    /// <summary>The only feature is the margin itself, 1 to 101: of 101 faulty recordings the allowed share falls below the moved boundary.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 1)]
    [InlineData(0.1, 10)]
    [InlineData(0.5, 50)]
    public void Apply_MissRatio_LeavesThatShareOfTheFaultyOnTheOtherSide(double ratio, int missed)
    {
        FloatNetwork network = Margins();
        TrainingSample[] samples = [.. Enumerable.Range(1, 101).Select(m => new TrainingSample([m], s_fault, 1))];

        new MissCalibration([FanSpeed.High], ratio).Apply(network, samples);

        Assert.Equal(missed, samples.Count(s => network.Trace(s.Features)[^2] is var logits && logits[s_fault] < logits[s_healthy]));
    }

    [Fact]
    public void Apply_OneSpeed_TouchesNothingElse()
    {
        FloatNetwork network = Margins();
        float[] weights = [.. network.Trainable[^1].Weights];

        new MissCalibration([FanSpeed.Low, FanSpeed.High], 0.1).Apply(network, [new TrainingSample([5], s_fault, 1), new TrainingSample([9], s_healthy, 1)]);

        Assert.Equal(weights, network.Trainable[^1].Weights);
        Assert.Equal(-5, network.Trainable[^1].Bias[s_fault], 5);
        Assert.All(network.Trainable[^1].Bias.Where((_, k) => k != s_fault), bias => Assert.Equal(0, bias));
    }

    // Logit of the fault: the feature; all others 0.
    private static FloatNetwork Margins()
    {
        FloatNetwork network = new(new TensorShape(1, 1, 1), [new DensePlan(Classes, Activation.None), new SoftmaxPlan()]);
        network.Trainable[0].Weights[s_fault] = 1;
        return network;
    }
}
