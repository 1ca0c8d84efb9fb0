using System.Text;
using System.Text.Json.Nodes;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Tests.Training;

public class TrainedNetworkFileTests
{
    private static readonly TensorSpec s_input = new("features", 4, 1, 2, 0.1f, 3);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameToTheBit()
    {
        TrainedNetwork trained = Trained();

        TrainedNetwork read = TrainedNetworkFile.Read(TrainedNetworkFile.Write(trained), "file");

        Assert.Equal(trained.ToComponent(), read.ToComponent());
        Assert.Equal(trained.Ranges, read.Ranges);
        Assert.Equal(trained.Network.Plans, read.Network.Plans);
        Assert.Equal(trained.Input, read.Input);
        Assert.Equal(trained.FrontEnd, read.FrontEnd);
        Assert.Equal((7, "ab", true), (read.Seed, read.RecipeSha256, read.IsQuantizedInTheLoop));
        Assert.All(trained.Network.Trainable.Zip(read.Network.Trainable), pair => Assert.Equal(pair.First.Weights, pair.Second.Weights));
        Assert.Equal(TrainedNetworkFile.Write(trained), TrainedNetworkFile.Write(read));
    }

    [Theory]
    [InlineData("format", "2", "format is 2")]
    [InlineData("input/height", "-1", "")]
    [InlineData("input/scale", "0", "")]
    [InlineData("layers", "[]", "")]
    [InlineData("layers/0/type", "\"recurrent\"", "")]
    [InlineData("layers/0/kernelHeight", "50000", "")]
    [InlineData("layers/1/units", "2000000000", "")]
    [InlineData("parameters/0/weights", "\"AAAA\"", "3 are there")]
    [InlineData("parameters/0/rangeMax", "-1", "")]
    [InlineData("parameters", "[]", "")]
    [InlineData("surplus", "1", "")]
    public void Read_OneFieldWrong_IsRefusedWithTheFilesName(string path, string value, string says)
    {
        JsonNode root = JsonNode.Parse(TrainedNetworkFile.Write(Trained()))!;
        string[] steps = path.Split('/');
        JsonNode at = steps[..^1].Aggregate(root, (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        at[steps[^1]] = JsonNode.Parse(value);

        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => TrainedNetworkFile.Read(Encoding.UTF8.GetBytes(root.ToJsonString()), "fan/training.json"));

        Assert.Equal(ExitCode.BadInput, error.ExitCode);
        Assert.Contains("fan/training.json", error.What);
        Assert.Contains(says, error.Why);
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] whole = TrainedNetworkFile.Write(Trained());
        for (int length = 0; length < whole.Length - 2; length += 37)
        {
            Assert.Throws<TinyEdgeException>(() => TrainedNetworkFile.Read(whole[..length], "file"));
        }
    }

    private static TrainedNetwork Trained()
    {
        FloatNetwork network = new(new TensorShape(4, 1, 2), [new ConvolutionPlan(3) { KernelHeight = 2 }, new DensePlan(2, Activation.None), new SoftmaxPlan()]);
        network.Initialise(new TrainingRandom(1));
        return new TrainedNetwork(network, s_input, [new ActivationRange(0, 4.7f), new ActivationRange(-3.1f, 2.2f)], true, [1, 2, 3, 4], ["a", "b"], 7, "ab");
    }
}
