using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Inference;

public sealed class KernelTests
{
    [Theory]
    [InlineData(OperatorCode.FullyConnected)]
    [InlineData(OperatorCode.Conv2D)]
    [InlineData(OperatorCode.DepthwiseConv2D)]
    [InlineData(OperatorCode.AveragePool2D)]
    [InlineData(OperatorCode.MaxPool2D)]
    public void Eval_RandomShapes_EqualsIndependentReference(OperatorCode code)
    {
        HashSet<sbyte> seen = [];
        for (int seed = 0; seed < 400; seed++)
        {
            NetworkModel model = RandomNetworks.Make(code, seed);
            sbyte[] input = RandomNetworks.Inputs(model.Input.Length, seed);
            sbyte[] expected = ReferenceNetwork.Eval(model, 0, input);
            sbyte[] actual = new NetworkRunner(model).Run(input);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{code} seed {seed}");
            seen.UnionWith(actual);
        }

        // A comparison of saturated outputs would prove little.
        Assert.True(seen.Count > 150, $"only {seen.Count} distinct outputs");
    }

    [Fact]
    public void AveragePool_NegativeHalves_RoundAwayFromZero()
    {
        TensorSpec input = new("input", 1, 2, 1, 1, 0);
        (Window window, int height, int width) = Window.Resolve(false, 1, 2, 1, 2);
        NetworkRunner runner = new(new NetworkModel(input).AddAveragePool2D(input with { Height = height, Width = width }, window));
        Assert.Equal(-2, runner.Run([-1, -2])[0]);
        Assert.Equal(2, runner.Run([1, 2])[0]);
        Assert.Equal(-1, runner.Run([-1, 0])[0]);
        Assert.Equal(-128, runner.Run([-128, -128])[0]);
    }

    [Theory]
    [InlineData(0.02f)]
    [InlineData(0.0917319208f)]
    [InlineData(0.5f)]
    [InlineData(3f)]
    public void Softmax_RandomRows_IsWithinOneOfDouble(float scale)
    {
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            int classes = random.Next(1, 257);
            TensorSpec input = new("input", 1, 2, classes, scale, (sbyte)random.Next(-128, 128));
            sbyte[] values = RandomNetworks.Inputs(input.Length, round);
            sbyte[] actual = new NetworkRunner(new NetworkModel(input).AddSoftmax()).Run(values);
            for (int row = 0; row < 2; row++)
            {
                sbyte[] part = values[(row * classes)..((row + 1) * classes)];
                double[] e = [.. part.Select(v => Math.Exp((double)scale * (v - part.Max())))];
                for (int i = 0; i < classes; i++)
                {
                    double expected = Math.Min((e[i] / e.Sum() * 256) - 128, 127);
                    // Half a step of rounding and the fixed-point error of TensorFlow Lite's own kernel, together below one step.
                    Assert.InRange(actual[(row * classes) + i] - expected, -1.0, 1.0);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.01f, 0)]
    [InlineData(0.05f, -20)]
    [InlineData(0.3f, 127)]
    [InlineData(2f, -128)]
    public void Logistic_AllInputs_IsWithinOneOfDouble(float scale, sbyte zeroPoint)
    {
        NetworkRunner runner = new(new NetworkModel(TensorSpec.Vector("input", 256, scale, zeroPoint)).AddLogistic());
        sbyte[] inputs = [.. Enumerable.Range(-128, 256).Select(i => (sbyte)i)];
        sbyte[] actual = runner.Run(inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            double exact = (256 / (1 + Math.Exp(-(double)scale * (inputs[i] - zeroPoint)))) - 128;
            Assert.InRange(actual[i] - Math.Min(exact, 127), -0.5001, 0.5001);
        }
    }

    [Fact]
    public void DeterministicExp_WholeRange_HasFifteenDigits()
    {
        for (double x = -700; x < 700; x += 0.37)
        {
            Assert.InRange((DeterministicExp.Of(x) / Math.Exp(x)) - 1, -2e-15, 2e-15);
        }

        Assert.Equal(1.0, DeterministicExp.Of(0));
        Assert.Equal(0.0, DeterministicExp.Of(-800));
    }

    [Fact]
    public void FixedPoint_ExpAndReciprocal_AreCloseToDouble()
    {
        for (int i = 0; i < 20_000; i++)
        {
            int x = -(int)(i * 100_003L);
            double exact = Math.Exp(x / (double)(1 << 26)) * (1L << 31);
            // gemmlowp's polynomial is good to about 2^-22 of full scale.
            Assert.InRange(FixedPoint.ExpOfNegative(x) - exact, -1024, 1024);
            int y = (int)(i * 107_000L);
            double inverse = (1L << 31) / (1 + (y / (double)(1L << 31)));
            Assert.InRange(FixedPoint.ReciprocalOfOnePlus(y) - inverse, -64, 64);
        }
    }
}
