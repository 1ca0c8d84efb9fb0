using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;
using TinyEdge.Runtime.Inference;
using TinyEdge.Tests.Inference;
using ReferenceNetwork = TinyEdge.Companion.Models.Reference.ReferenceNetwork;

namespace TinyEdge.Tests.Tflite;

/// <summary>Out of a network into a file and back, for operators and shapes that none of the real models has.</summary>
public sealed class TfliteRoundTripTests
{
    [Theory]
    [InlineData(OperatorCode.FullyConnected)]
    [InlineData(OperatorCode.Conv2D)]
    [InlineData(OperatorCode.DepthwiseConv2D)]
    [InlineData(OperatorCode.AveragePool2D)]
    [InlineData(OperatorCode.MaxPool2D)]
    public void Export_RandomLayer_ImportsAsTheSameArithmetic(OperatorCode code)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            NetworkModel model = RandomNetworks.Make(code, seed);
            NetworkModel back = TfliteImporter.Import(TfliteExporter.Export(model));
            sbyte[] input = RandomNetworks.Inputs(model.Input.Length, seed);
            Assert.Equal(new NetworkRunner(model).Run(input), new NetworkRunner(back).Run(input));
        }
    }

    [Fact]
    public void Export_RandomGraphs_ImportRunAndReadBackAlike()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            NetworkModel model = PadFolding.Fold(RandomGraphs.Make(seed));
            byte[] section = NetworkWriter.Write(model);
            sbyte[] input = RandomGraphs.Inputs(model, seed, 1);
            IReadOnlyList<sbyte[]> expected = new ReferenceNetwork(model).RunLayers(input);
            NetworkRunner device = new(section);
            Assert.Equal(expected, device.RunLayers(input));
            Assert.Equal(expected[^1], device.Run(input));

            byte[] file = TfliteFiles.ExportOrNull(model) ?? [];
            NetworkModel imported = file.Length > 0 ? TfliteImporter.Import(file) : model;
            Assert.Equal(expected[^1], new NetworkRunner(imported).Run(input));
            Assert.Equal(expected[^1], new ReferenceNetwork(NetworkReader.ReadSection(section)).Run(input));
        }
    }

    [Fact]
    public void Reference_RandomGraphs_EqualArbitraryPrecision()
    {
        int compared = 0;
        for (int seed = 1000; seed < 1150; seed++)
        {
            NetworkModel model = RandomGraphs.Make(seed);
            if (model.Layers.Any(layer => layer is SoftmaxSpec or LogisticSpec))
            {
                continue;
            }

            sbyte[] input = RandomGraphs.Inputs(model, seed, 1);
            IReadOnlyList<sbyte[]> expected = Inference.ReferenceNetwork.RunLayers(model, input);
            IReadOnlyList<sbyte[]> actual = new ReferenceNetwork(model).RunLayers(input);
            for (int i = 0; i < expected.Count; i++)
            {
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"seed {seed} layer {i} {model.Layers[i]}");
                compared += expected[i].Length;
            }
        }

        Assert.True(compared > 10_000, $"only {compared} values");
    }

    [Theory]
    [InlineData("fan-reference")]
    [InlineData("fan-baseline")]
    public void Export_ShippedModel_ImportsAsTheSameBytes(string name)
    {
        NetworkModel model = TfliteModelSource.Load(Path.Combine(Repository.Root, "models", name));
        byte[] section = NetworkWriter.Write(model);
        byte[] original = File.ReadAllBytes(Path.Combine(Repository.Root, "models", name, "model.tem"));
        Assert.Equal(original[Companion.Planning.LayerLayout.NetworkOf(original)], section);
        Assert.Equal(section, NetworkWriter.Write(TfliteImporter.Import(TfliteExporter.Export(model))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_SoftmaxAndLogistic_WithAndWithoutFloatEnds(bool floatEnds)
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 5, 0.1f, 3))
            .AddFullyConnected(TensorSpec.Vector("dense", 4, 0.05f, -7), new sbyte[20], [1, 2, 3, 4], [0.1f]).AddLogistic().AddSoftmax();
        NetworkModel imported = TfliteImporter.Import(floatEnds ? TfliteFiles.WithFloatEnds(model) : TfliteExporter.Export(model));
        Assert.Equal(NetworkWriter.Write(model), NetworkWriter.Write(imported));
        Assert.Equal(["dense", "logistic", "softmax"], imported.Layers.Select(layer => layer.Output.Name));
    }

    [Fact]
    public void Import_FloatModel_SaysHowToConvert()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Float("input", [1, 5]);
            int output = w.Float("output", [1, 5]);
            w.Operator(TfliteOperator.Tanh, 1, [input], output);
            return (input, output);
        });
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import(file));
        Assert.Contains("full-integer", e.Message, StringComparison.Ordinal);
        Assert.Equal(ResultCode.UnsupportedOperator, e.Result);
    }

    [Fact]
    public void Import_PadBeforeConvolutions_BecomesPartOfTheirWindows()
    {
        NetworkModel model = new(new TensorSpec("input", 5, 4, 2, 0.1f, -20));
        model.AddPad(model.Input with { Name = "pad", Height = 7, Width = 6 }, 1, 1);
        model.AddDepthwiseConv2D(new TensorSpec("conv", 5, 4, 2, 0.3f, 1), new Window(3, 3, 1, 1, 1, 1, 0, 0), [.. Enumerable.Range(-9, 18).Select(i => (sbyte)i)], [5, -6], [0.02f]);
        NetworkModel imported = TfliteImporter.Import(TfliteExporter.Write(model, "as it is"));
        Assert.Equal(OperatorCode.DepthwiseConv2D, Assert.Single(imported.Layers).Operator);
        sbyte[] input = RandomGraphs.Inputs(model, 3, 1);
        Assert.Equal(new ReferenceNetwork(model).Run(input), new NetworkRunner(imported).Run(input));
    }

    [Fact]
    public void Import_PadBeforePool_StaysALayer()
    {
        NetworkModel model = new(new TensorSpec("input", 5, 4, 2, 0.1f, -20));
        model.AddPad(model.Input with { Name = "pad", Height = 7, Width = 6 }, 1, 1);
        model.AddMaxPool2D(model.Output with { Name = "pool", Height = 3, Width = 3 }, new Window(2, 2, 2, 2, 1, 1, 0, 0));
        NetworkModel imported = TfliteImporter.Import(TfliteExporter.Export(model));
        Assert.Equal([OperatorCode.Pad, OperatorCode.MaxPool2D], imported.Layers.Select(layer => layer.Operator));
    }

    [Fact]
    public void Import_OperatorsThatNobodyReads_AreLeftOut()
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 6, 0.1f, 0)).AddTable(TensorSpec.Vector("tanh", 6, 1f / 128, 0), new TanhFunction());
        byte[] file = TfliteExporter.Write(model, "", w => w.Operator(TfliteOperator.Relu, 2, [0], w.Activation("unread", [1, 1, 1, 6], 0.1f, 0)));
        Assert.Single(TfliteImporter.Import(file).Layers);
    }
}
