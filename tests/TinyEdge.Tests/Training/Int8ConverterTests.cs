using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Tests.Training;

public class Int8ConverterTests
{
    private const int Frames = 3;
    private static readonly TensorSpec s_input = new("features", Frames, 1, 2, 1f / 64, 0);

    /// <summary>
    /// 0.05 of probability: int8 steps are 1/64 at the input, about 1/80 of a deviation in hidden units and logits, and the softmax
    /// multiplies a logit's error by at most 1/4 a class; the frames of a sample are equal, so that averaging adds nothing.
    /// </summary>
    [Fact]
    public void Convert_TrainedNetwork_AgreesWithFloatAndDecidesAlike()
    {
        TrainingSample[] samples = [.. NetworkTrainerTests.Rings(600, seed: 1).Select(InFrames)];
        FloatNetwork network = FloatNetwork.Classifier(new TensorShape(Frames, 1, 2), [16], 2);
        NetworkTrainer.Train(network, s_input, samples, [], new TrainerOptions { Epochs = 40, LearningRate = 0.01, Dropout = 0, QuantizeAfter = 1 });
        NetworkRunner runner = new(Int8Converter.Convert(network, s_input, RangeCalibration.Of(network, samples.Select(s => s.Features))));

        double largest = 0;
        int differing = 0;
        TrainingSample[] fresh = [.. NetworkTrainerTests.Rings(300, seed: 2).Select(InFrames)];
        foreach (TrainingSample sample in fresh)
        {
            sbyte[] frames = [.. sample.Features.Select(f => s_input.Quantize(f))];
            sbyte[] scores = runner.Run(frames);
            float[] expected = network.Predict([.. frames.Select(q => (float)s_input.Dequantize(q))]);
            largest = Math.Max(largest, Math.Abs(((scores[0] + 128) / 256.0) - expected[0]));
            differing += (scores[0] > scores[1]) != (expected[0] > expected[1]) ? 1 : 0;
        }

        Assert.InRange(largest, 0, 0.05);
        Assert.InRange(differing, 0, 1);
    }

    [Fact]
    public void Convert_InputOfAnotherSizeOrMissingRange_IsRefused()
    {
        FloatNetwork network = FloatNetwork.Classifier(new TensorShape(Frames, 1, 3), [4], 2);
        FloatNetwork fitting = FloatNetwork.Classifier(new TensorShape(Frames, 1, 2), [4], 2);

        Assert.Throws<TrainingException>(() => Int8Converter.Convert(network, s_input, new ActivationRange[2]));
        Assert.Throws<TrainingException>(() => Int8Converter.Convert(fitting, s_input, new ActivationRange[1]));
        Assert.Throws<TrainingException>(() => Int8Converter.Convert(fitting, s_input, [default, new ActivationRange(float.NaN, 1)]));
    }

    private static TrainingSample InFrames(TrainingSample sample) => sample with { Features = [.. sample.Features, .. sample.Features, .. sample.Features] };
}
