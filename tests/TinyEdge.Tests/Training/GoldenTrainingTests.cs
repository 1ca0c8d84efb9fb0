using System.Security.Cryptography;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Tests.Training;

public class GoldenTrainingTests
{
    /// <summary>Every kind of layer, dropout, smoothing, class weights and both kinds of pass: one bit more or less on any machine changes the digest. Made on
    /// x64; the same without AVX2 and without any vector instruction (DOTNET_EnableHWIntrinsic=0).</summary>
    private const string Digest = "2fc4068dbc06ddb022cc7bf715514bee";

    [Fact]
    public void Train_EveryFeature_GivesTheSameBytesOnEveryMachine() => Assert.Equal(Digest, Run(shardsAtOnce: false));

    /// <summary>The batch is so large that shards run on several threads.</summary>
    [Fact]
    public void Train_ShardsInParallel_GivesTheSameBytesTwice() => Assert.Equal(Run(shardsAtOnce: true), Run(shardsAtOnce: true));

    private static string Run(bool shardsAtOnce)
    {
        TensorSpec input = new("features", 6, 1, 5, 1f / 32, 0);
        TrainingRandom random = new(9);
        TrainingSample[] samples = [.. Enumerable.Range(0, 240).Select(i => new TrainingSample(
            [.. Enumerable.Range(0, 30).Select(k => (float)input.Dequantize(input.Quantize((k % 3 == i % 3 ? 1 : 0) + random.NextNormal())))], i % 3, 1))];
        FloatNetwork network = new(
            new TensorShape(6, 1, 5),
            [new ConvolutionPlan(8) { KernelHeight = 3, PadsToSame = true }, new DepthwisePlan { KernelHeight = 2, Activation = Activation.Relu6 }, new MaxPoolPlan(2, 1), new AveragePoolPlan(2, 1), new ReshapePlan(), new DensePlan(6), new DensePlan(3, Activation.None), new SoftmaxPlan()]);
        TrainerOptions options = new() { Epochs = 6, BatchSize = shardsAtOnce ? 240 : 32, LearningRate = 0.01, LabelSmoothing = 0.05, ClassWeights = [1, 2, 1], WarmupEpochs = 1, Seed = 11 };

        TrainingResult result = NetworkTrainer.Train(network, input, samples, samples[..60], options);

        TrainedNetwork trained = new(network, input, result.Ranges!, true, [], ["a", "b", "c"], 11, "");
        return Convert.ToHexStringLower(SHA256.HashData(TrainedNetworkFile.Write(trained)).AsSpan(0, 16));
    }
}
