using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>What the device does not run is named at once, each with what to do.</summary>
public sealed class TfliteSupportTests
{
    [Fact]
    public void Import_ManyUnsupportedOperators_AreAllNamedWithAdvice()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 4, 4, 2], 0.1f, 0);
            int turned = w.Activation("turned", [1, 4, 4, 2], 0.1f, 0);
            int wide = w.Activation("wide", [1, 1, 1, 2], 0.1f, 0);
            int sum = w.Activation("sum", [1, 4, 4, 2], 0.1f, 0);
            int mean = w.Activation("mean", [1, 4, 4, 1], 0.1f, 0);
            w.Operator(39, 1, [input], turned);
            w.Operator(TfliteOperator.Mean, 2, [turned, w.Int32Constant("axes", [2], [1, 2])], wide, 27, (0, true));
            w.Operator(TfliteOperator.Add, 2, [turned, wide], sum, 11);
            w.Operator(TfliteOperator.Mean, 2, [sum, w.Int32Constant("channel", [1], [3])], mean, 27, (0, true));
            return (input, mean);
        });
        ModelException e = Assert.Throws<ModelException>(() => TfliteImporter.Import(file));
        Assert.Equal(ResultCode.UnsupportedOperator, e.Result);
        Assert.Contains("operator 0 TRANSPOSE (train with channels last", e.Message, StringComparison.Ordinal);
        Assert.Contains("operator 2 ADD of shapes [1, 4, 4, 2] and [1, 1, 1, 2] (both operands need one shape", e.Message, StringComparison.Ordinal);
        Assert.Contains("operator 3 MEAN over other axes", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, TfliteReport.Of(file).Unsupported.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Import_FusedActivationThatIsNoClamp_IsNamed(int activation)
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 6], 0.1f, 0);
            int sum = w.Activation("sum", [1, 6], 0.2f, 0);
            w.Operator(TfliteOperator.Add, 2, [input, input], sum, 11, (0, (sbyte)activation));
            return (input, sum);
        });
        Assert.Contains($"fused activation {activation}", Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_ConstantVectorOperand_SaysWhereToFoldIt()
    {
        byte[] file = TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 2], 0.1f, 0);
            int product = w.Activation("product", [1, 2], 0.2f, 0);
            w.Operator(TfliteOperator.Mul, 2, [input, w.Int8Constant("factors", [2], [3, 4], [0.1f])], product, 21);
            return (input, product);
        });
        Assert.Contains("fold one a channel into the layer before it", Assert.Throws<ModelException>(() => TfliteImporter.Import(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_SumWithItself_Runs()
    {
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 4, 0.1f, 0)).AddSum(TensorSpec.Vector("sum", 4, 0.2f, 0), -1);
        Assert.Equal([-100, 0, 7, 127], new NetworkRunner(TfliteImporter.Import(TfliteExporter.Export(model))).Run([-100, 0, 7, 127]));
    }

    [Fact]
    public void Import_EveryOperatorOfTheList_IsAccepted()
    {
        int[] listed = [9, 3, 4, 1, 17, 22, 43, 70, 25, 14, 28, 19, 21, 0, 18, 34, 40, 114, 6];
        Assert.All(listed, code => Assert.True(TfliteOperator.IsSupported(code)));
    }
}
