using TinyEdge.Companion.Components;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;

namespace TinyEdge.Fuzzing.Models;

/// <summary>Small pipelines with every operator and kind of front end.</summary>
internal static class ModelSeeds
{
    private static readonly string[] s_labels = ["good", "bad"];

    public static IEnumerable<PipelineParts> All()
    {
        yield return WithGoldenVectors(Parts(Dense(12), new FrontEndOptions { WindowSize = 64, HopLength = 64, Axes = 3, Bands = 4, LowHz = 0, HighHz = 100 }, null));
        yield return WithGoldenVectors(Parts(Dense(4), new FrontEndOptions { WindowSize = 50, HopLength = 25, Axes = 1, Bands = 6, Coefficients = 2, Frames = 2, LowHz = 0, HighHz = 100 }, CalibrationFile.Identity));
        yield return Parts(EveryOperator(), new FrontEndOptions { WindowSize = 64, HopLength = 32, Axes = 1, Bands = 10, Frames = 6, LowHz = 0, HighHz = 100, SubtractMean = false }, CalibrationFile.Identity with { OffsetG = [0.1, 0, -0.1] });
    }

    private static PipelineParts Parts(NetworkModel network, FrontEndOptions options, CalibrationFile? calibration) => new(
        ModelWriter.Write(network, s_labels, new FrontEndBuilder(options).BuildForStatistics(), [1, 2, 3]),
        new ThresholdsFile("bad", 150, 100, 2, 3, 1).ToComponent(s_labels, "seed"),
        calibration?.ToComponent("seed"),
        null);

    private static PipelineParts WithGoldenVectors(PipelineParts parts) =>
        parts with { GoldenVectors = GoldenVectorBuilder.Build(parts, [[.. Enumerable.Range(0, 3 * 96).Select(i => (short)((i * 977) % 8192))]], "seed") };

    private static NetworkModel Dense(int inputs)
    {
        NetworkModel network = new(new TensorSpec("features", 1, 1, inputs, 0.05f, 0));
        network.AddFullyConnected(TensorSpec.Vector("classes", 2, 0.1f, 0), Weights(2 * inputs), [0, 5], [0.01f]);
        return network.AddSoftmax();
    }

    private static NetworkModel EveryOperator()
    {
        NetworkModel model = new(new TensorSpec("input", 6, 5, 2, 0.05f, -3));
        (Window window, int height, int width) = Window.Resolve(true, 6, 5, 3, 3);
        model.AddConv2D(new TensorSpec("conv", height, width, 3, 0.1f, -128), window, Weights(54), [100, -50, 7], [0.01f, 0.02f, 0.005f], Activation.Relu);
        (window, height, width) = Window.Resolve(false, height, width, 3, 2, 1, 1, 2, 1);
        model.AddDepthwiseConv2D(new TensorSpec("depthwise", height, width, 6, 0.2f, 4), window, Weights(36), new int[6], [0.02f], Activation.Relu6);
        (window, height, width) = Window.Resolve(true, height, width, 2, 2, 1, 2);
        model.AddMaxPool2D(model.Output with { Name = "max", Height = height, Width = width }, window);
        (window, height, width) = Window.Resolve(true, height, width, 2, 2);
        model.AddAveragePool2D(model.Output with { Name = "average", Height = height, Width = width }, window);
        model.AddReshape(model.Output with { Name = "flat", Height = 1, Width = 1, Channels = model.Output.Length });
        model.AddLogistic();
        model.AddFullyConnected(TensorSpec.Vector("dense", 2, 0.1f, 10), Weights(2 * model.Output.Length), [1, 2], [0.01f, 0.02f]);
        return model.AddSoftmax();
    }

    private static sbyte[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => (sbyte)((i * 37) - 90))];
}
