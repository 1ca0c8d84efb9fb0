using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Tests.Training;

public class NetworkTrainerTests
{
    private static readonly TrainerOptions s_float = new() { Dropout = 0, QuantizeAfter = 1 };

    [Fact]
    public void Train_RingsThatNoLineSeparates_LearnsThem()
    {
        TrainingSample[] samples = Rings(600, seed: 1);
        TrainingSample[] fresh = Rings(300, seed: 2);

        FloatNetwork network = Train(samples, [16], s_float with { Epochs = 40, LearningRate = 0.01 });

        Assert.InRange(Accuracy(network, fresh), 0.97, 1);
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameWeights()
    {
        TrainerOptions options = new() { Epochs = 5, Seed = 3 };

        FloatNetwork first = Train(Rings(200, seed: 1), [8, 6], options);
        FloatNetwork second = Train(Rings(200, seed: 1), [8, 6], options);
        FloatNetwork other = Train(Rings(200, seed: 1), [8, 6], options with { Seed = 4 });

        for (int i = 0; i < first.Trainable.Count; i++)
        {
            Assert.Equal(first.Trainable[i].Weights, second.Trainable[i].Weights);
            Assert.Equal(first.Trainable[i].Bias, second.Trainable[i].Bias);
        }

        Assert.NotEqual(first.Trainable[0].Weights, other.Trainable[0].Weights);
    }

    [Fact]
    public void Train_ClassesOfVeryDifferentSize_WeightsMakeThemCountAlike()
    {
        // One feature, overlapping classes, 20 to 1: unweighted, the rare class would be given up.
        TrainingRandom random = new(5);
        List<TrainingSample> samples = [];
        for (int i = 0; i < 1050; i++)
        {
            bool isRare = i % 21 == 0;
            samples.Add(new TrainingSample([(float)(random.NextNormal() + (isRare ? 1.5 : 0))], isRare ? 1 : 0, isRare ? 10.5f : 0.525f));
        }

        FloatNetwork network = Train(samples, [4], s_float);

        Assert.InRange(Accuracy(network, [.. samples.Where(s => s.Class == 1)]), 0.65, 0.95);
        Assert.InRange(Accuracy(network, [.. samples.Where(s => s.Class == 0)]), 0.65, 0.95);
    }

    [Fact]
    public void Train_WithValidation_ReturnsTheBestNetworkSeen()
    {
        TrainingSample[] validation = Rings(200, seed: 2);

        TrainingResult result = NetworkTrainer.Train(
            Untrained([32]), InputOf(2), Rings(60, seed: 1), validation, s_float with { Epochs = 60, LearningRate = 0.02, PatienceEpochs = 10, Dropout = 0.1 });

        Assert.Equal(result.ValidationLoss, NetworkTrainer.Loss(result.Network, validation), 12);
        Assert.InRange(result.Epochs, 1, 60);
    }

    [Fact]
    public void Train_MissingClassOrNaN_IsRefused()
    {
        TrainingSample good = new([1f], 0, 1);

        Assert.Contains("Class 1", Refusal([good]).Why);
        Refusal([]);
        Refusal([good, new TrainingSample([float.NaN], 1, 1)]);
        Refusal([good, new TrainingSample([1f, 2f], 1, 1)]);
        Refusal([good, new TrainingSample([1f], 2, 1), new TrainingSample([1f], 1, 1)]);
        Refusal([good, new TrainingSample([1f], 1, float.NaN)]);
    }

    [Fact]
    public void Train_RateThatExplodes_SaysThatItDiverged()
    {
        FloatNetwork network = new(new TensorShape(1, 1, 2), [new DensePlan(4, Activation.None), new DensePlan(2, Activation.None)]);
        TrainingSample[] samples = [.. Rings(64, seed: 1).Select(s => s with { Features = [1e30f * s.Features[0], 1e30f * s.Features[1]] })];

        TrainingException error = Assert.Throws<TrainingException>(() => NetworkTrainer.Train(network, InputOf(2), samples, [], s_float));

        Assert.Contains("diverged", error.What);
        Assert.Contains("pass 1 of 30", error.Why);
    }

    internal static TrainingSample[] Rings(int count, ulong seed)
    {
        TrainingRandom random = new(seed);
        TrainingSample[] samples = new TrainingSample[count];
        for (int i = 0; i < count; i++)
        {
            double radius = (i % 2) == 0 ? 0.3 + (0.3 * random.NextUnit()) : 0.9 + (0.3 * random.NextUnit());
            double angle = 2 * Math.PI * random.NextUnit();
            samples[i] = new TrainingSample([(float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle))], i % 2, 1);
        }

        return samples;
    }

    internal static TensorSpec InputOf(int features) => TensorSpec.Vector("features", features, 1f / 64, 0);

    internal static FloatNetwork Untrained(IReadOnlyList<int> hiddenUnits, int features = 2) => FloatNetwork.Classifier(new TensorShape(1, 1, features), hiddenUnits, 2);

    private static FloatNetwork Train(IReadOnlyList<TrainingSample> samples, IReadOnlyList<int> hiddenUnits, TrainerOptions options)
    {
        int features = samples[0].Features.Length;
        return NetworkTrainer.Train(Untrained(hiddenUnits, features), InputOf(features), samples, [], options).Network;
    }

    private static TrainingException Refusal(TrainingSample[] samples) =>
        Assert.Throws<TrainingException>(() => NetworkTrainer.Train(Untrained([4], 1), InputOf(1), samples, [], s_float));

    private static double Accuracy(FloatNetwork network, TrainingSample[] samples) =>
        samples.Average(s => Array.IndexOf(network.Predict(s.Features), network.Predict(s.Features).Max()) == s.Class ? 1.0 : 0.0);
}
