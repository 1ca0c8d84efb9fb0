using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class PostTrainingQuantizerTests
{
    private const int Frames = 3;
    private static readonly TensorSpec s_input = new("features", Frames, 1, 2, 1f / 64, 0);

    /// <summary>
    /// 0.05 of probability: int8 steps are 1/64 at the input, about 1/80 of a deviation in hidden units and logits, and the softmax
    /// multiplies a logit's error by at most 1/4 a class; the frames of a sample are equal, so that averaging adds nothing.
    /// </summary>
    [Fact]
    public void Quantize_TrainedNetwork_AgreesWithFloatAndDecidesAlike()
    {
        TrainingSample[] samples = DenseTrainerTests.Rings(600, seed: 1);
        DenseNetwork network = DenseTrainer.Train(samples, 2, new TrainerOptions { HiddenUnits = [16], Epochs = 40, LearningRate = 0.01, Dropout = 0 });
        NetworkRunner runner = new(PostTrainingQuantizer.Quantize(network, s_input, [.. samples.Select(s => s.Features)]));

        double largest = 0;
        int differing = 0;
        TrainingSample[] fresh = DenseTrainerTests.Rings(300, seed: 2);
        foreach (TrainingSample sample in fresh)
        {
            sbyte[] frame = [.. sample.Features.Select(f => s_input.Quantize(f))];
            sbyte[] scores = runner.Run([.. frame, .. frame, .. frame]);
            float[] expected = network.Predict([.. frame.Select(q => (float)s_input.Dequantize(q))]);
            largest = Math.Max(largest, Math.Abs(((scores[0] + 128) / 256.0) - expected[0]));
            differing += (scores[0] > scores[1]) != (expected[0] > expected[1]) ? 1 : 0;
        }

        Assert.InRange(largest, 0, 0.05);
        Assert.InRange(differing, 0, 1);
    }

    [Fact]
    public void Quantize_InputOfAnotherSize_IsRefused()
    {
        DenseNetwork network = new(3, [4], 2);

        Assert.Throws<TrainingException>(() => PostTrainingQuantizer.Quantize(network, s_input, [[0, 0, 0]]));
    }
}
