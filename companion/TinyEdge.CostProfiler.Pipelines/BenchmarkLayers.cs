using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>The layers whose cost a multiply-accumulate is promised, the same on every machine. Full-range weights, so that nothing is cheap by accident.</summary>
public static class BenchmarkLayers
{
    public const int DenseInputs = 64;
    public const int DenseOutputs = 24;
    public const int DepthwiseLength = 128;
    public const int DepthwiseChannels = 8;

    /// <summary>Three outputs a long, one block.</summary>
    public static LayerLayout DenseLayout { get; } = new(ModelFormat.ThreeLaneWeights, DenseInputs);

    /// <summary>Dense 64 -> 24, one scale an output, no activation.</summary>
    public static NetworkModel Dense() => new NetworkModel(TensorSpec.Vector("input", DenseInputs, 0.05f, -3)).AddFullyConnected(
        TensorSpec.Vector("output", DenseOutputs, 0.6f, 5), Weights(DenseInputs * DenseOutputs), [.. Enumerable.Range(0, DenseOutputs).Select(i => (i * 431) - 5000)], Scales(DenseOutputs));

    /// <summary>Depthwise convolution of three taps along 128 positions of 8 channels, no padding.</summary>
    public static NetworkModel Depthwise()
    {
        TensorSpec input = new("input", DepthwiseLength, 1, DepthwiseChannels, 0.05f, -3);
        (Window window, int height, int width) = Window.Resolve(false, input.Height, 1, 3, 1);
        return new NetworkModel(input).AddDepthwiseConv2D(
            new TensorSpec("output", height, width, DepthwiseChannels, 0.1f, 5), window, Weights(3 * DepthwiseChannels), new int[DepthwiseChannels], Scales(DepthwiseChannels));
    }

    /// <summary>A network section with one layout for its only layer.</summary>
    public static byte[] Section(NetworkModel model, LayerLayout layout)
    {
        byte[] section = NetworkWriter.Write(model);
        layout.Write(section, 0);
        return section;
    }

    /// <summary>Extremes and noise.</summary>
    public static IReadOnlyList<sbyte[]> Inputs(NetworkModel model)
    {
        Random random = new(3);
        return
        [
            [.. Enumerable.Repeat(sbyte.MinValue, model.Input.Length)],
            [.. Enumerable.Repeat(sbyte.MaxValue, model.Input.Length)],
            [.. Enumerable.Range(0, model.Input.Length).Select(_ => (sbyte)random.Next(-128, 128))],
        ];
    }

    private static sbyte[] Weights(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
    }

    private static float[] Scales(int count) => [.. Enumerable.Range(0, count).Select(i => 0.002f + (0.0001f * i))];
}
