using System.Security.Cryptography;
using TinyEdge.Benchmarks.Cost.Probes;
using TinyEdge.Bundles;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Benchmarks.Cost;

/// <summary>
/// What the table measures. A line is a function: to add one, write a probe, and name it in <see cref="All"/>. Counting and the search
/// for the dearest input are the same for all.
/// </summary>
internal sealed class CostLines(CostInputs inputs, InstrumentedImage image)
{
    private const int SensorValues = 256;
    private const int BurstSamples = 32;
    private const int DenseInputs = 64;
    private const int DenseOutputs = 24;
    private const int DepthwiseLength = 64;
    private const int DepthwiseChannels = 8;
    private const int Taps = 3;
    private const int SignatureInputs = 200;

    // Where a layer record says how its weights lie: layout, and inputs a block. SPEC.md, layer record.
    private const int LayoutAt = 1;
    private const int BlockAt = 6;

    private static readonly int[] s_layouts = [1, 2];
    private static readonly int[] s_blocks = [8, 16, 32, 40, 48, 63, 64];

    /// <summary>The lines in the order of the table; each may give several.</summary>
    public IReadOnlyList<Func<IEnumerable<CostLine>>> All => [Sensor, Mfcc, Dense, DenseAsCode, Depthwise, ReferenceHop, Signature];

    private IEnumerable<CostLine> Sensor()
    {
        byte[] section = new FrontEndBuilder(new FrontEndOptions()).BuildForStatistics();
        double[] costs = Costs(Make<short[]>(typeof(SensorProbe), BurstSamples, section), inputs.Bursts(3 * BurstSamples));
        double worst = costs.Max() * SensorValues / (3 * BurstSamples);
        yield return new CostLine($"{SensorValues} sensor values unpacked and calibrated, in bursts of {BurstSamples} samples", null, worst, 5500, 4000, costs.Length);
    }

    private IEnumerable<CostLine> Mfcc()
    {
        FrontEndOptions options = new()
        {
            SampleRate = 16000, WindowSize = 256, HopLength = 128, Axes = 1, FixedPointScale = 32768, Bands = 26, Scale = BandScale.Kaldi, LowHz = 100, Coefficients = 13,
        };
        byte[] section = new FrontEndBuilder(options).BuildForStatistics();
        double plain = Costs(Make<short[]>(typeof(FrontEndProbe), section, true), inputs.AxisWindows(options.WindowSize)).Max();
        double[] fast = Costs(Make<short[]>(typeof(FrontEndProbe), section, false), inputs.AxisWindows(options.WindowSize));
        yield return new CostLine("MFCC 256 points, 26 bands, 13 coefficients, quantised", plain, fast.Max(), 34000, 28000, fast.Length);
    }

    private IEnumerable<CostLine> Dense()
    {
        NetworkModel model = DenseModel();
        byte[] section = NetworkWriter.Write(model);
        double plain = PerMac(section, DenseInputs * DenseOutputs, DenseInputs);
        double fast = plain;
        foreach (byte[] packed in Layouts(section))
        {
            fast = Math.Min(fast, PerMac(packed, DenseInputs * DenseOutputs, DenseInputs));
        }

        yield return new CostLine($"dense INT8, table weights, {DenseInputs}x{DenseOutputs}, IL a MAC with requantisation", plain, fast, 3.2, 2.6, inputs.Count);
    }

    // The plain kernel is that of the line before; generated code for a layer is not built yet.
    private static IEnumerable<CostLine> DenseAsCode()
    {
        yield return new CostLine($"dense INT8 as code, {DenseInputs}x{DenseOutputs}, IL a MAC with requantisation", null, null, 2.1, 1.8, 0);
    }

    private IEnumerable<CostLine> Depthwise()
    {
        Random random = new(2);
        (Window window, int height, int width) = Window.Resolve(true, DepthwiseLength, 1, Taps, 1);
        sbyte[] weights = [.. Enumerable.Range(0, Taps * DepthwiseChannels).Select(_ => (sbyte)random.Next(-127, 128))];
        int[] bias = [.. Enumerable.Range(0, DepthwiseChannels).Select(_ => random.Next(-4000, 4000))];
        NetworkModel model = new(new TensorSpec("input", DepthwiseLength, 1, DepthwiseChannels, 0.05f, 0));
        model.AddDepthwiseConv2D(new TensorSpec("output", height, width, DepthwiseChannels, 0.1f, 0), window, weights, bias, [0.01f]);
        int length = DepthwiseLength * DepthwiseChannels;
        int macs = length * Taps;
        int[] geometry = new int[WindowGeometry.Count];
        (geometry[WindowGeometry.InputHeight], geometry[WindowGeometry.InputWidth], geometry[WindowGeometry.InputChannels]) = (DepthwiseLength, 1, DepthwiseChannels);
        (geometry[WindowGeometry.OutputHeight], geometry[WindowGeometry.OutputWidth], geometry[WindowGeometry.OutputChannels]) = (height, width, DepthwiseChannels);
        (geometry[WindowGeometry.KernelHeight], geometry[WindowGeometry.KernelWidth]) = (Taps, 1);
        (geometry[WindowGeometry.StrideHeight], geometry[WindowGeometry.StrideWidth]) = (1, 1);
        (geometry[WindowGeometry.DilationHeight], geometry[WindowGeometry.DilationWidth]) = (1, 1);
        geometry[WindowGeometry.PadTop] = window.PadTop;
        double plain = Costs(Make<sbyte[]>(typeof(PlainDepthwiseProbe), geometry, weights, bias, 1 << 30, (sbyte)38, length), inputs.Vectors(length)).Max() / macs;
        double fast = PerMac(NetworkWriter.Write(model), macs, length);
        yield return new CostLine($"depthwise K={Taps}, {DepthwiseLength} steps of {DepthwiseChannels} channels, IL a MAC", plain, fast, 9, 6.2, inputs.Count);
    }

    private IEnumerable<CostLine> ReferenceHop()
    {
        PipelineParts parts = ReferencePipeline.Parts();
        PipelineCost cost = PipelineCostProfiler.Run(parts, "the reference bundle", inputs.Signals, inputs.Count);
        parts.Prepare(out StaticPool pool, "the reference bundle");
        yield return new CostLine("one whole hop of the reference bundle", null, cost.Hop.MaxInstructions, 65000, 50000, cost.Windows);
        yield return new CostLine("worst hop / median hop", null, cost.WorstOverMedian, 1.05, 1.01, cost.Windows);
        yield return new CostLine("pools of the reference bundle, device layout, weights included, bytes", null, pool.TotalBytes, 12288, 10240, 1);
        yield return new CostLine("bytes allocated a window", null, cost.AllocatedBytesPerWindow, 0, 0, cost.Windows);
    }

    private IEnumerable<CostLine> Signature()
    {
        SigningKey key = TestKeys.Trusted;
        byte[] digest = SHA256.HashData("what is signed"u8);
        byte[] record = key.PublicKey.ToRecord();
        byte[][] signatures = [key.Sign(digest), .. Enumerable.Range(0, Math.Min(SignatureInputs, inputs.Count)).Select(RandomSignature)];
        IInputProbe<byte[]> probe = Make<byte[]>(typeof(SignatureProbe), record, digest);
        double fast = Costs(probe, signatures).Max();

        // The plain check is the fast one with every product done by the plain kernel.
        MethodCost products = image.Measure(() => probe.Run(signatures[0])).ByMethod().Single(method => method.Method.EndsWith(".MontgomeryProduct.Multiply", StringComparison.Ordinal));
        double plain = fast + (products.Calls * (Product("TinyEdge.Bundles.Montgomery3072") - Product("TinyEdge.Bundles.MontgomeryProduct")));
        yield return new CostLine("RSA-3072 PSS verify, key loaded anew", plain, fast, 2.6e6, 2.3e6, signatures.Length);
    }

    // The highest byte 0: below every modulus, so that the whole check runs.
    private static byte[] RandomSignature(int seed)
    {
        byte[] signature = new byte[RsaPssVerifier.SignatureSize];
        new Random(seed).NextBytes(signature.AsSpan(1));
        return signature;
    }

    private double Product(string kernel)
    {
        const int Limbs = 110;
        Random random = new(1);
        int[] value = [.. Enumerable.Range(0, Limbs).Select(_ => random.Next(1 << 28))];
        return Costs(Make<int[]>(typeof(ProductProbe), kernel, Limbs), [value]).Max();
    }

    private static NetworkModel DenseModel()
    {
        Random random = new(1);
        sbyte[] weights = [.. Enumerable.Range(0, DenseInputs * DenseOutputs).Select(_ => (sbyte)random.Next(-127, 128))];
        int[] bias = [.. Enumerable.Range(0, DenseOutputs).Select(_ => random.Next(-20000, 20000))];
        NetworkModel model = new(TensorSpec.Vector("input", DenseInputs, 0.05f, 3));
        return model.AddFullyConnected(TensorSpec.Vector("output", DenseOutputs, 0.4f, -5), weights, bias, [0.01f]);
    }

    /// <summary>The same section with other layouts of the first layer's weights, those that the device accepts.</summary>
    private static IEnumerable<byte[]> Layouts(byte[] section)
    {
        foreach (int layout in s_layouts)
        {
            foreach (int block in s_blocks)
            {
                byte[] packed = (byte[])section.Clone();
                packed[ModelFormat.NetworkHeaderBytes + LayoutAt] = (byte)layout;
                packed[ModelFormat.NetworkHeaderBytes + BlockAt] = (byte)block;
                if (new Network().TryPrepare(new ByteArraySource(packed), 0, packed.Length, new StaticPool(Probe.AmpleBytes)) == ResultCode.Ok)
                {
                    yield return packed;
                }
            }
        }
    }

    private double PerMac(byte[] section, int macs, int length) => Costs(Make<sbyte[]>(typeof(LayerProbe), section), inputs.Vectors(length)).Max() / macs;

    private IInputProbe<TInput> Make<TInput>(Type probe, params object[] arguments) => image.Create<IInputProbe<TInput>>(probe, arguments);

    private double[] Costs<TInput>(IInputProbe<TInput> probe, IEnumerable<TInput> over) => [.. image.Count(probe, over).Select(count => (double)count)];
}
