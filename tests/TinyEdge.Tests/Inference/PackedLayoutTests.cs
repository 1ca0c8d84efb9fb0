using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Inference;

/// <summary>Every layout that a layer may have gives the bits of the independent reference, or is refused because its proof fails.</summary>
public sealed class PackedLayoutTests
{
    [Theory]
    [InlineData(OperatorCode.FullyConnected)]
    [InlineData(OperatorCode.Conv2D)]
    [InlineData(OperatorCode.DepthwiseConv2D)]
    public void Eval_EveryLayoutOfRandomShapes_EqualsIndependentReference(OperatorCode code)
    {
        Dictionary<int, int> ran = [];
        HashSet<sbyte> seen = [];
        for (int seed = 0; seed < 400; seed++)
        {
            NetworkModel model = RandomNetworks.Make(code, seed);
            sbyte[] input = RandomNetworks.Inputs(model.Input.Length, seed);
            sbyte[] expected = ReferenceNetwork.Eval(model, 0, input);
            foreach (LayerLayout layout in LayoutCandidates.Of(model, 0))
            {
                if (TryRun(model, layout, input, out sbyte[] actual) == ResultCode.Ok)
                {
                    Assert.True(expected.AsSpan().SequenceEqual(actual), $"{code} seed {seed} {layout}");
                    ran[layout.Layout] = ran.GetValueOrDefault(layout.Layout) + 1;
                    seen.UnionWith(actual);
                }
            }
        }

        Assert.True(seen.Count > 150, $"only {seen.Count} distinct outputs");
        Assert.True(ran[ModelFormat.PlainWeights] == 400 && ran[ModelFormat.ThreeLaneWeights] > 80 && ran[ModelFormat.TwoLaneWeights] > 80, string.Join(", ", ran));
    }

    /// <summary>Extremes on both sides of each proof: weights, inputs, zero points, biases and multipliers at their limits.</summary>
    [Fact]
    public void Eval_ExtremeDenseLayers_EqualsIndependentReference()
    {
        int inline = 0;
        int refused = 0;
        int[] sizes = [1, 7, 8, 9, 63, 64, 65, 72, 80, 81, 130, 640];
        for (int seed = 0; seed < 600; seed++)
        {
            Random random = new(seed);
            int inputs = sizes[seed % sizes.Length];
            int outputs = random.Next(1, 12);
            NetworkModel model = Extreme(random, inputs, outputs);
            foreach (LayerLayout layout in LayoutCandidates.Of(model, 0))
            {
                foreach (sbyte[] input in Inputs(random, inputs))
                {
                    ResultCode code = TryRun(model, layout, input, out sbyte[] actual, out bool isInline);
                    if (code == ResultCode.Ok)
                    {
                        Assert.True(ReferenceNetwork.Eval(model, 0, input).AsSpan().SequenceEqual(actual), $"seed {seed} {layout}");
                        inline += isInline ? 1 : 0;
                    }
                    else
                    {
                        Assert.Equal(ResultCode.BadQuantization, code);
                        refused++;
                    }
                }
            }
        }

        Assert.True(inline > 150 && refused > 300, $"{inline} inline, {refused} refused: one side of the proofs is hardly tested");
    }

    [Fact]
    public void Prepare_FieldThatReachesItsLimit_IsRefused()
    {
        // 64 * 128 * 128 = 2^20 is one too many for a field of 21 bits; 63 of them fit, and so do two blocks of 32.
        Assert.Equal(ResultCode.BadQuantization, Prepare(Uniform(64, -128), new LayerLayout(ModelFormat.ThreeLaneWeights, 64)));
        Assert.Equal(ResultCode.Ok, Prepare(Uniform(64, -128), new LayerLayout(ModelFormat.ThreeLaneWeights, 32)));
        Assert.Equal(ResultCode.Ok, Prepare(Uniform(64, 127), new LayerLayout(ModelFormat.ThreeLaneWeights, 64)));
        Assert.Equal(ResultCode.Ok, Prepare(Uniform(63, -128), new LayerLayout(ModelFormat.ThreeLaneWeights, 64)));
        Assert.Equal(ResultCode.Ok, Prepare(Uniform(64, -128), new LayerLayout(ModelFormat.TwoLaneWeights, 64)));
    }

    [Theory]
    [InlineData(ModelFormat.PlainWeights, 8)]
    [InlineData(ModelFormat.ThreeLaneWeights, 0)]
    [InlineData(ModelFormat.ThreeLaneWeights, 24)]
    [InlineData(ModelFormat.ThreeLaneWeights, 32)]
    [InlineData(ModelFormat.ThreeLaneWeights, 65535)]
    [InlineData(ModelFormat.TwoLaneWeights, 7)]
    public void Prepare_BlockThatDoesNotFitTheLayer_IsBadModel(int layout, int block)
    {
        Assert.Equal(ResultCode.BadModel, Prepare(Uniform(30, 3), new LayerLayout(layout, block == 32 ? 31 : block)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(255)]
    public void Prepare_UnknownLayout_IsUnsupported(int layout) =>
        Assert.Equal(ResultCode.UnsupportedOperator, Prepare(Uniform(30, 3), new LayerLayout(layout, 32)));

    [Fact]
    public void Prepare_PackedDepthwiseOfSeveralChannels_IsUnsupported()
    {
        NetworkModel model = new(new TensorSpec("input", 4, 4, 2, 0.1f, 0));
        (Window window, int height, int width) = Window.Resolve(true, 4, 4, 3, 3);
        model.AddDepthwiseConv2D(new TensorSpec("output", height, width, 2, 0.1f, 0), window, new sbyte[18], new int[2], [0.01f]);
        Assert.Equal(ResultCode.UnsupportedOperator, Prepare(model, new LayerLayout(ModelFormat.ThreeLaneWeights, 16)));
    }

    /// <summary>A budget one byte short fails with the pool's code at whatever rent comes last, never with an exception.</summary>
    [Fact]
    public void Prepare_EveryBudgetBelowTheNeed_IsPoolExhausted()
    {
        foreach (LayerLayout layout in LayoutCandidates.Of(Uniform(100, 5), 0))
        {
            byte[] section = Section(Uniform(100, 5), layout);
            int need = new NetworkRunner(section).Pool.TotalBytes;
            for (int budget = 0; budget < need; budget += 7)
            {
                Assert.Equal(ResultCode.PoolExhausted, new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(budget)));
            }

            Assert.Equal(ResultCode.Ok, new Network().TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(need)));
        }
    }

    internal static byte[] Section(NetworkModel model, LayerLayout layout)
    {
        byte[] section = NetworkWriter.Write(model);
        layout.Write(section, 0);
        return section;
    }

    private static ResultCode Prepare(NetworkModel model, LayerLayout layout) => TryRun(model, layout, new sbyte[model.Input.Length], out _);

    private static ResultCode TryRun(NetworkModel model, LayerLayout layout, sbyte[] input, out sbyte[] output) => TryRun(model, layout, input, out output, out _);

    private static ResultCode TryRun(NetworkModel model, LayerLayout layout, sbyte[] input, out sbyte[] output, out bool isInline)
    {
        byte[] section = Section(model, layout);
        Network network = new();
        ResultCode code = network.TryPrepare(new ByteArraySource(section), 0, section.Length, new StaticPool(64 << 20));
        output = [];
        isInline = false;
        if (code == ResultCode.Ok)
        {
            input.CopyTo(network.Arena.AsSpan(network.InputOffset));
            network.Invoke();
            output = network.Arena.AsSpan(network.OutputOffset, network.OutputLength).ToArray();
            isInline = network.LayerIsInline(0);
        }

        return code;
    }

    private static NetworkModel Uniform(int inputs, sbyte weight) =>
        new NetworkModel(TensorSpec.Vector("input", inputs, 0.05f, 0))
            .AddFullyConnected(TensorSpec.Vector("output", 4, 0.5f, 0), [.. Enumerable.Repeat(weight, 4 * inputs)], [1, 2, 3, 4], [0.01f]);

    private static NetworkModel Extreme(Random random, int inputs, int outputs)
    {
        sbyte inputZero = random.Next(3) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) };
        sbyte outputZero = random.Next(3) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) };
        int mode = random.Next(5);
        int spread = random.Next(1, 128);
        sbyte[] weights =
        [
            .. Enumerable.Range(0, inputs * outputs).Select(_ => mode switch
            {
                0 => sbyte.MinValue,
                1 => sbyte.MaxValue,
                2 => random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue,
                _ => (sbyte)random.Next(-spread, spread),
            })
        ];

        // As far as the accumulator's proof lets a bias go: 2^31 - 1 less what the sums may reach.
        int largest = int.MaxValue - (inputs * 128 * 255);
        int[] bias = [.. Enumerable.Range(0, outputs).Select(_ => random.Next(6) switch { 0 => largest, 1 => -largest, _ => random.Next(-100_000, 100_000) })];
        int scales = random.Next(2) == 0 ? 1 : outputs;
        double center = random.Next(2) == 0 ? (random.NextDouble() * 44) - 34 : -12 + (random.NextDouble() * 6);
        float[] weightScales = [.. Enumerable.Range(0, scales).Select(_ => random.Next(12) == 0 ? 0f : (float)Math.Pow(2, center + (random.NextDouble() * random.Next(1, 12))))];
        Activation activation = (Activation)new[] { 0, 1, 3 }[random.Next(3)];
        return new NetworkModel(TensorSpec.Vector("input", inputs, 1f, inputZero))
            .AddFullyConnected(TensorSpec.Vector("output", outputs, 1f, outputZero), weights, bias, weightScales, activation);
    }

    private static IEnumerable<sbyte[]> Inputs(Random random, int length)
    {
        yield return [.. Enumerable.Repeat(sbyte.MinValue, length)];
        yield return [.. Enumerable.Repeat(sbyte.MaxValue, length)];
        yield return [.. Enumerable.Range(0, length).Select(_ => (sbyte)random.Next(-128, 128))];
        yield return [.. Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? sbyte.MinValue : sbyte.MaxValue)];
    }
}
