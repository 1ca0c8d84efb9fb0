using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;
using TinyEdge.Runtime.Inference;
using TinyEdge.Tests.Inference;

namespace TinyEdge.Tests.Tflite;

/// <summary>Operators that none of the real models has, through files written by the test itself.</summary>
public sealed class TfliteRoundTripTests
{
    [Theory]
    [InlineData(OperatorCode.FullyConnected)]
    [InlineData(OperatorCode.Conv2D)]
    [InlineData(OperatorCode.DepthwiseConv2D)]
    [InlineData(OperatorCode.AveragePool2D)]
    [InlineData(OperatorCode.MaxPool2D)]
    public void Import_WrittenFile_GivesTheSameNetworkSection(OperatorCode code)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            NetworkModel model = RandomNetworks.Make(code, seed, out bool same);
            Assert.Equal(NetworkWriter.Write(model), NetworkWriter.Write(TfliteImporter.Import(TfliteFile.Write(model, same))));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_SoftmaxAndLogistic_WithAndWithoutFloatEnds(bool floatEnds)
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 5, 0.1f, 3))
            .AddFullyConnected(TensorSpec.Vector("dense", 4, 0.05f, -7), new sbyte[20], [1, 2, 3, 4], [0.1f]).AddLogistic().AddSoftmax();
        NetworkModel imported = TfliteImporter.Import(TfliteFile.Write(model, true, floatEnds));
        Assert.Equal(NetworkWriter.Write(model), NetworkWriter.Write(imported));
        Assert.Equal(["dense", "logistic", "softmax"], imported.Layers.Select(layer => layer.Output.Name));
    }

    [Fact]
    public void Import_FloatModel_SaysHowToConvert()
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 5, 0.1f, 3)).AddLogistic();
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import(TfliteFile.Write(model, true, activationType: 0)));
        Assert.Contains("full-integer", e.Remedy, StringComparison.Ordinal);
    }
}
