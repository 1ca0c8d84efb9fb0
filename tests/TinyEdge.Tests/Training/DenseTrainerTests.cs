using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class DenseTrainerTests
{
    [Fact]
    public void Train_RingsThatNoLineSeparates_LearnsThem()
    {
        TrainingSample[] samples = Rings(600, seed: 1);
        TrainingSample[] fresh = Rings(300, seed: 2);

        DenseNetwork network = DenseTrainer.Train(samples, 2, new TrainerOptions { HiddenUnits = [16], Epochs = 40, LearningRate = 0.01, Dropout = 0 });

        Assert.InRange(Accuracy(network, fresh), 0.97, 1);
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameWeights()
    {
        TrainerOptions options = new() { HiddenUnits = [8, 6], Epochs = 5, Seed = 3 };

        DenseNetwork first = DenseTrainer.Train(Rings(200, seed: 1), 2, options);
        DenseNetwork second = DenseTrainer.Train(Rings(200, seed: 1), 2, options);
        DenseNetwork other = DenseTrainer.Train(Rings(200, seed: 1), 2, options with { Seed = 4 });

        for (int i = 0; i < first.Layers.Count; i++)
        {
            Assert.Equal(first.Layers[i].Weights, second.Layers[i].Weights);
            Assert.Equal(first.Layers[i].Bias, second.Layers[i].Bias);
        }

        Assert.NotEqual(first.Layers[0].Weights, other.Layers[0].Weights);
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

        DenseNetwork network = DenseTrainer.Train(samples, 2, new TrainerOptions { HiddenUnits = [4], Epochs = 30, Dropout = 0 });

        Assert.InRange(Accuracy(network, [.. samples.Where(s => s.Class == 1)]), 0.65, 0.95);
        Assert.InRange(Accuracy(network, [.. samples.Where(s => s.Class == 0)]), 0.65, 0.95);
    }

    [Fact]
    public void Train_WithValidation_ReturnsTheBestNetworkSeen()
    {
        TrainingSample[] validation = Rings(200, seed: 2);

        TrainingResult result = DenseTrainer.Train(Rings(60, seed: 1), validation, 2, new TrainerOptions { HiddenUnits = [32], Epochs = 60, LearningRate = 0.02, PatienceEpochs = 10 });

        Assert.Equal(result.ValidationLoss, DenseTrainer.Loss(result.Network, validation), 12);
        Assert.InRange(result.Epochs, 1, 60);
    }

    /// <summary>Central differences of float losses: steps of 1e-3 carry rounding of about 1e-4, hence the tolerance.</summary>
    [Fact]
    public void Slopes_ManyNetworks_MatchFiniteDifferences()
    {
        TrainingSample[] samples = [new([0.3f, -0.7f, 0.5f], 1, 1), new([-0.4f, 0.2f, 0.9f], 0, 1)];
        int steep = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            TrainerOptions options = new() { HiddenUnits = [5, 4], Dropout = 0, Seed = seed };
            (DenseNetwork network, float[][] slopes) = DenseTrainer.Slopes(samples, 2, options, sample: seed % 2);
            for (int layer = 0; layer < slopes.Length; layer++)
            {
                for (int i = 0; i < slopes[layer].Length; i++)
                {
                    Assert.Equal(Slope(network, network.Layers[layer].Weights, i, samples[seed % 2]), slopes[layer][i], 2e-3);
                    steep += Math.Abs(slopes[layer][i]) > 0.02 ? 1 : 0;
                }
            }
        }

        Assert.InRange(steep, 100, int.MaxValue);
    }

    [Fact]
    public void Train_MissingClassOrNaN_IsRefused()
    {
        TrainingSample good = new([1f], 0, 1);

        Assert.Contains("Class 1", Assert.Throws<TrainingException>(() => DenseTrainer.Train([good], 2, new TrainerOptions())).Why);
        Assert.Throws<TrainingException>(() => DenseTrainer.Train([], 2, new TrainerOptions()));
        Assert.Throws<TrainingException>(() => DenseTrainer.Train([good, new TrainingSample([float.NaN], 1, 1)], 2, new TrainerOptions()));
        Assert.Throws<TrainingException>(() => DenseTrainer.Train([good, new TrainingSample([1f, 2f], 1, 1)], 2, new TrainerOptions()));
        Assert.Throws<TrainingException>(() => DenseTrainer.Train([good, new TrainingSample([1f], 2, 1), new TrainingSample([1f], 1, 1)], 2, new TrainerOptions()));
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

    private static double Accuracy(DenseNetwork network, TrainingSample[] samples) =>
        samples.Average(s => Array.IndexOf(network.Predict(s.Features), network.Predict(s.Features).Max()) == s.Class ? 1.0 : 0.0);

    private static double Slope(DenseNetwork network, float[] weights, int index, TrainingSample sample)
    {
        const float Step = 1e-3f;
        float kept = weights[index];
        weights[index] = kept + Step;
        double above = -Math.Log(network.Predict(sample.Features)[sample.Class]);
        weights[index] = kept - Step;
        double below = -Math.Log(network.Predict(sample.Features)[sample.Class]);
        weights[index] = kept;
        return (above - below) / (2 * Step);
    }
}
