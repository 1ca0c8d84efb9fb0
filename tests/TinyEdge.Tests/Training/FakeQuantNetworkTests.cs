using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Tests.Training;

/// <summary>Training must see what the device will compute: fake quantisation against the device's own engine, layer by layer.</summary>
public class FakeQuantNetworkTests
{
    private const int Networks = 150;
    private const int InputsPerNetwork = 6;

    [Theory]
    [InlineData(WeightScaling.PerChannel)]
    [InlineData(WeightScaling.PerTensor)]
    public void TraceInt8_RandomNetworks_IsTheDeviceBitForBit(WeightScaling scaling)
    {
        for (ulong seed = 1; seed <= Networks; seed++)
        {
            TrainingRandom random = new(seed);
            TensorSpec input = new("features", 3 + random.NextIndex(5), 1 + random.NextIndex(2), 1 + random.NextIndex(6), (float)(0.01 + (0.1 * random.NextUnit())), (sbyte)(random.NextIndex(41) - 20));
            FloatNetwork network = RandomNetwork(random, input);
            FakeQuantNetwork fake = new(network, input, RandomRanges(network, random), scaling);
            NetworkRunner device = new(fake.ToModel());
            for (int i = 0; i < InputsPerNetwork; i++)
            {
                sbyte[] values = [.. Enumerable.Range(0, input.Length).Select(_ => (sbyte)(random.NextIndex(256) - 128))];
                Compare(seed, network, fake.TraceInt8(values), device.RunLayers(values));
            }
        }
    }

    /// <summary>Its slopes are those of what the range does to a clipped value (1) and to a rounded one ((round(v) - v) / 255).</summary>
    [Fact]
    public void Backward_ClippedAndRoundedValues_GiveTheSlopesOfTheRange()
    {
        FloatNetwork network = new(new TensorShape(1, 1, 1), [new DensePlan(3, Activation.None)]);
        network.Trainable[0].Weights.AsSpan().Fill(1);
        network.Trainable[0].Bias[1] = 100;
        network.Trainable[0].Bias[2] = -100;
        NetworkSteps steps = new(network, TensorSpec.Vector("x", 1, 1, 0), [new ActivationRange(-127.5f * 3, 127.5f * 3)], WeightScaling.PerChannel);
        NetworkPass pass = new(network);
        ParameterSlopes slopes = new(network.Trainable[0]);

        // 40 in steps of 3 is 13.33: rounded down by a third of a step; 140 and -60 are inside too.
        pass.Forward([40], steps);
        pass.ScoreErrors[0] = 1;
        pass.Backward(steps, [slopes]);
        Assert.Equal((13 - (40 / 3f)) / 255, slopes.Range[1], 5);
        Assert.Equal(-slopes.Range[1], slopes.Range[0], 6);
        Assert.Equal(40, slopes.Weights[0], 3);

        // Far above: the slope goes to the upper end and nowhere else.
        slopes.Clear();
        network.Trainable[0].Bias[0] = 1000;
        steps.Refresh();
        pass.Forward([40], steps);
        pass.ScoreErrors[0] = 2;
        pass.ScoreErrors[1] = 0;
        pass.ScoreErrors[2] = 0;
        pass.Backward(steps, [slopes]);
        Assert.Equal(2, slopes.Range[1]);
        Assert.Equal(0, slopes.Range[0]);
        Assert.Equal(0, slopes.Weights[0]);
    }

    [Fact]
    public void Train_QuantizedInTheLoop_ReportsTheLossOfTheDevice()
    {
        TensorSpec input = NetworkTrainerTests.InputOf(2);
        TrainingSample[] validation = NetworkTrainerTests.Rings(200, seed: 2);

        TrainingResult result = NetworkTrainer.Train(
            NetworkTrainerTests.Untrained([16]), input, NetworkTrainerTests.Rings(400, seed: 1), validation, new TrainerOptions { Epochs = 20, LearningRate = 0.01, Dropout = 0 });

        NetworkRunner device = new(new FakeQuantNetwork(result.Network, input, result.Ranges!).ToModel());
        double loss = validation.Average(s => device.Run([.. s.Features.Select(f => input.Quantize(f))]).Select((q, k) => Square(((q + 128) / 256.0) - (k == s.Class ? 1 : 0))).Sum());
        Assert.Equal(result.ValidationLoss, loss, 3e-3);
        Assert.InRange(loss, 0, 0.1);
        Assert.Equal(20, result.Curve.Count(e => e.Epoch > 10 == e.IsQuantized));
    }

    private static double Square(double value) => value * value;

    // A softmax in float is within one step of the device's fixed point.
    private static void Compare(ulong seed, FloatNetwork network, sbyte[][] fake, IReadOnlyList<sbyte[]> device)
    {
        for (int layer = 0; layer < fake.Length; layer++)
        {
            int bound = network.Layers[layer] is SoftmaxLayer ? 1 : 0;
            int largest = fake[layer].Zip(device[layer], (a, b) => Math.Abs(a - b)).Max();
            Assert.True(largest <= bound, $"seed {seed}, {network.Layers[layer].Name}: {largest} steps apart.");
        }
    }

    private static FloatNetwork RandomNetwork(TrainingRandom random, TensorSpec input)
    {
        List<LayerPlan> plans = [];
        int hidden = random.NextIndex(4);
        for (int i = 0; i < hidden; i++)
        {
            Activation activation = (Activation)(random.NextIndex(3) switch { 0 => 0, 1 => 1, _ => 3 });
            plans.Add(random.NextIndex(5) switch
            {
                0 => new ConvolutionPlan(1 + random.NextIndex(6)) { KernelHeight = 1 + random.NextIndex(3), PadsToSame = true, StrideHeight = 1 + random.NextIndex(2), Activation = activation },
                1 => new DepthwisePlan(1 + random.NextIndex(2)) { KernelHeight = 2, DilationHeight = 1 + random.NextIndex(2), PadsToSame = true, Activation = activation },
                2 => new MaxPoolPlan(1, 0),
                3 => new AveragePoolPlan(1 + random.NextIndex(1), 0),
                _ => new ConvolutionPlan(1 + random.NextIndex(12)) { Activation = activation },
            });
        }

        plans.Add(random.NextIndex(2) == 0 ? new AveragePoolPlan() : new ReshapePlan());
        plans.Add(new DensePlan(1 + random.NextIndex(20)));
        plans.Add(new DensePlan(2 + random.NextIndex(5), Activation.None));
        LayerPlan? head = random.NextIndex(3) switch { 0 => new SoftmaxPlan(), 1 => new SigmoidPlan(), _ => null };
        FloatNetwork network = new(new TensorShape(input.Height, input.Width, input.Channels), head is null ? plans : [.. plans, head]);
        network.Initialise(random);
        foreach (TrainableLayer layer in network.Trainable)
        {
            for (int c = 0; c < layer.Bias.Length; c++)
            {
                layer.Bias[c] = (float)random.NextNormal();
            }
        }

        return network;
    }

    private static ActivationRange[] RandomRanges(FloatNetwork network, TrainingRandom random) =>
        [.. network.Trainable.Select(l => new ActivationRange(l.Activation == Activation.None ? (float)(-5 * random.NextUnit()) : 0, (float)(0.5 + (5 * random.NextUnit()))))];
}
