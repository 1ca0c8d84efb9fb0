using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Inference;

/// <summary>Kernels that a layer uses when its shape allows it, against the plain Reference beside each: the same bits for every input.</summary>
public sealed class FastKernelTests
{
    [Fact]
    public void Softmax_RandomRows_EqualsItsReference()
    {
        Random random = new(5);
        for (int round = 0; round < 3000; round++)
        {
            int classes = round % 7 == 0 ? random.Next(1, 257) : random.Next(1, 6);
            float scale = (float)Math.Pow(2, (random.NextDouble() * 16) - 12);
            TensorSpec input = new("input", 1, 2, classes, scale, 0);
            NetworkRunner runner = new(new NetworkModel(input).AddSoftmax());
            sbyte[] values = round % 5 == 0
                ? [.. Enumerable.Repeat((sbyte)random.Next(-128, 128), input.Length)]
                : RandomNetworks.Inputs(input.Length, round);
            QuantizedMultiplier scaler = QuantizedMultiplier.From((double)scale * (1 << 26));
            sbyte[] expected = new sbyte[input.Length];
            Softmax.Reference(values, 0, values.Length, classes, scaler.Mantissa, scaler.Shift, expected, 0);
            Assert.Equal(expected, runner.Run(values));
        }
    }

    /// <summary>All sums of two to five values, by all pairs of extremes and steps, in rows long enough for whole and single steps.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void AveragePool_EverySumOfRows_EqualsItsReference(int rows)
    {
        TensorSpec input = new("input", rows * 2, 1, 7, 0.5f, 3);
        (Window window, int height, int width) = Window.Resolve(false, input.Height, 1, rows, 1, rows, 1);
        NetworkRunner runner = new(new NetworkModel(input).AddAveragePool2D(input with { Height = height, Width = width }, window));
        int[] geometry = Geometry(input, height, width, rows, 1, rows);
        for (int start = -128 * rows; start <= 127 * rows; start += 7)
        {
            // Sum s of a column: s / rows in each, the rest in the first.
            sbyte[] values = new sbyte[input.Length];
            for (int i = 0; i < values.Length; i++)
            {
                int sum = Math.Clamp(start + (i % 7), -128 * rows, 127 * rows);
                int row = i / 7 % rows;
                int share = sum / rows;
                int rest = sum - (share * rows);
                values[i] = (sbyte)(share + (row < Math.Abs(rest) ? Math.Sign(rest) : 0));
            }

            sbyte[] expected = new sbyte[height * width * 7];
            AveragePool2D.Reference(values, 0, geometry, expected, 0, -128, 127);
            Assert.Equal(expected, runner.Run(values));
        }
    }

    /// <summary>Depthwise lines of three taps: down and across, both paddings, channel multipliers, lengths below and above the unrolled step.</summary>
    [Fact]
    public void DepthwiseOfThreeTaps_EveryShape_EqualsIndependentReference()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            bool isDown = seed % 2 == 0;
            bool same = random.Next(2) == 0;
            int length = random.Next(same ? 1 : 3, 24);
            int lines = random.Next(1, 4);
            int channels = random.Next(1, 4);
            TensorSpec input = new("input", isDown ? length : lines, isDown ? lines : length, channels, 0.05f, Zero(random));
            (Window window, int height, int width) = Window.Resolve(same, input.Height, input.Width, isDown ? 3 : 1, isDown ? 1 : 3);
            int outputs = channels * random.Next(1, 3);
            sbyte[] weights = [.. Enumerable.Range(0, 3 * outputs).Select(_ => random.Next(4) == 0 ? sbyte.MinValue : (sbyte)random.Next(-128, 128))];
            int[] bias = [.. Enumerable.Range(0, outputs).Select(_ => random.Next(9) == 0 ? int.MaxValue - 200_000 : random.Next(-50_000, 50_000))];
            float[] scales = [.. Enumerable.Range(0, random.Next(2) == 0 ? 1 : outputs).Select(_ => (float)Math.Pow(2, (random.NextDouble() * 30) - 26))];
            TensorSpec output = new("output", height, width, outputs, 0.1f, Zero(random));
            NetworkModel model = new NetworkModel(input).AddDepthwiseConv2D(output, window, weights, bias, scales, (Activation)new[] { 0, 1, 3 }[random.Next(3)]);
            sbyte[] values = RandomNetworks.Inputs(input.Length, seed);
            Assert.True(ReferenceNetwork.Eval(model, 0, values).AsSpan().SequenceEqual(new NetworkRunner(model).Run(values)), $"seed {seed}");
        }
    }

    private static sbyte Zero(Random random) => random.Next(3) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) };

    private static int[] Geometry(TensorSpec input, int height, int width, int kernelHeight, int kernelWidth, int stride)
    {
        int[] geometry = new int[WindowGeometry.Count];
        geometry[WindowGeometry.InputHeight] = input.Height;
        geometry[WindowGeometry.InputWidth] = input.Width;
        geometry[WindowGeometry.InputChannels] = geometry[WindowGeometry.OutputChannels] = input.Channels;
        geometry[WindowGeometry.OutputHeight] = height;
        geometry[WindowGeometry.OutputWidth] = width;
        geometry[WindowGeometry.KernelHeight] = kernelHeight;
        geometry[WindowGeometry.KernelWidth] = kernelWidth;
        geometry[WindowGeometry.StrideHeight] = stride;
        geometry[WindowGeometry.StrideWidth] = 1;
        geometry[WindowGeometry.DilationHeight] = geometry[WindowGeometry.DilationWidth] = 1;
        return geometry;
    }
}
