using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Tests.Training;

/// <summary>The slope of the loss by every weight and bias of every kind of layer, against central differences.</summary>
public class LayerSlopeTests
{
    private const int Seeds = 6;

    private static readonly DensePlan s_scores = new(2, Activation.None);

    public static TheoryData<string> Kinds => [.. Networks.Keys];

    private static Dictionary<string, LayerPlan[]> Networks { get; } = new()
    {
        ["dense"] = [new DensePlan(5), new DensePlan(4, Activation.Relu6), s_scores, new SoftmaxPlan()],
        ["convolution over frames"] = [new ConvolutionPlan(4) { KernelHeight = 3, PadsToSame = true }, s_scores, new SoftmaxPlan()],
        ["convolution, stride, dilation, valid"] = [new ConvolutionPlan(3) { KernelHeight = 2, KernelWidth = 2, StrideHeight = 2, DilationHeight = 2, Activation = Activation.None }, s_scores, new SoftmaxPlan()],
        ["depthwise"] = [new DepthwisePlan(2) { KernelHeight = 3, KernelWidth = 2, PadsToSame = true }, new ConvolutionPlan(3), s_scores, new SoftmaxPlan()],
        ["average pool"] = [new DepthwisePlan { KernelHeight = 2, Activation = Activation.None }, new AveragePoolPlan(2, 2), s_scores, new SoftmaxPlan()],
        ["max pool"] = [new ConvolutionPlan(4), new MaxPoolPlan(2, 1), s_scores, new SoftmaxPlan()],
        ["reshape"] = [new ConvolutionPlan(2), new ReshapePlan(5, 4, 1), new ConvolutionPlan(3) { KernelHeight = 2 }, new ReshapePlan(), s_scores, new SoftmaxPlan()],
        ["sigmoid, two outputs"] = [new DensePlan(5), s_scores, new SigmoidPlan()],
        ["sigmoid, one output"] = [new DensePlan(5), new DensePlan(1, Activation.None), new SigmoidPlan()],
        ["autoencoder"] = [new DensePlan(6), new DensePlan(30, Activation.None)],
    };

    /// <summary>Steps of 2^-9 in float losses of about 1 carry rounding of about 1e-4, and a kink of a ReLU inside a step now and then: hence the tolerance and the share.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Learn_EveryParameter_MatchesFiniteDifferences(string kind)
    {
        int compared = 0;
        int apart = 0;
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            TrainingRandom random = new(seed);
            FloatNetwork network = new(new TensorShape(5, 2, 3), Networks[kind]);
            network.Initialise(random);
            Shift(network, random);
            TrainingSample sample = new([.. Enumerable.Range(0, 30).Select(_ => (float)random.NextNormal())], (int)seed % 2, 1);
            TrainingShard shard = new(network, new TrainingLoss(network, new TrainerOptions()));
            shard.Learn(sample, sample.Features, 1, null, null, 0);
            for (int layer = 0; layer < network.Trainable.Count; layer++)
            {
                TrainableLayer trainable = network.Trainable[layer];
                Compare(network, trainable.Weights, shard.Slopes[layer].Weights, sample, ref compared, ref apart);
                Compare(network, trainable.Bias, shard.Slopes[layer].Bias, sample, ref compared, ref apart);
            }
        }

        Assert.InRange(compared, 100, int.MaxValue);
        Assert.InRange(apart, 0, compared / 50);
    }

    // Biases of 0 leave sums of nothing but silent units at the very kink of a ReLU.
    private static void Shift(FloatNetwork network, TrainingRandom random)
    {
        foreach (TrainableLayer layer in network.Trainable)
        {
            for (int c = 0; c < layer.Bias.Length; c++)
            {
                layer.Bias[c] = (float)(0.2 * random.NextNormal());
            }
        }
    }

    private static void Compare(FloatNetwork network, float[] parameters, float[] slopes, TrainingSample sample, ref int compared, ref int apart)
    {
        const float Step = 1f / 512;
        for (int i = 0; i < parameters.Length; i++)
        {
            float kept = parameters[i];
            parameters[i] = kept + Step;
            double above = CrossEntropy(network, sample);
            parameters[i] = kept - Step;
            double below = CrossEntropy(network, sample);
            parameters[i] = kept;
            double expected = (above - below) / (2 * Step);
            compared++;
            apart += Math.Abs(expected - slopes[i]) > 2e-3 + (0.02 * Math.Abs(expected)) ? 1 : 0;
        }
    }

    private static double CrossEntropy(FloatNetwork network, TrainingSample sample)
    {
        float[] output = network.Predict(sample.Features);
        return network.Layers[^1] switch
        {
            SoftmaxLayer => -Math.Log(output[sample.Class]),
            SigmoidLayer => -output.Select((p, k) => Math.Log((output.Length == 1 ? sample.Class == 1 : sample.Class == k) ? p : 1 - p)).Sum(),
            _ => output.Zip(sample.Features, (y, x) => (double)(y - x) * (y - x)).Average(),
        };
    }
}
