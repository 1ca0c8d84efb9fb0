using System.Security.Cryptography;
using TinyEdge.Benchmarks.Cost.Probes;
using TinyEdge.Bundles;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.MeasuredCode;
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
    private const double LongestHopMs = 42;
    private const int SignatureInputs = 200;

    private static readonly string s_denseName = $"{BenchmarkLayers.DenseInputs}x{BenchmarkLayers.DenseOutputs}";

    /// <summary>The lines in the order of the table; each may give several.</summary>
    public IReadOnlyList<Func<IEnumerable<CostLine>>> All => [Sensor, Mfcc, Dense, Depthwise, ReferenceHop, Signature];

    private IEnumerable<CostLine> Sensor()
    {
        double[] costs = Costs(Make<short[]>(typeof(SensorProbe), BurstSamples), inputs.Bursts(3 * BurstSamples));
        double worst = costs.Max() * SensorValues / (3 * BurstSamples);
        yield return new CostLine($"{SensorValues} sensor values, FIFO bytes to calibrated counts, in bursts of {BurstSamples} samples", null, worst, 5500, 4000, costs.Length);
    }

    private IEnumerable<CostLine> Mfcc()
    {
        FrontEndOptions options = new()
        {
            SampleRate = 16000,
            WindowSize = 256,
            HopLength = 128,
            Axes = 1,
            FixedPointScale = 32768,
            Bands = 26,
            Scale = BandScale.Kaldi,
            LowHz = 100,
            Coefficients = 13,
        };
        byte[] section = new FrontEndBuilder(options).BuildForStatistics();
        double plain = Costs(Make<short[]>(typeof(FrontEndProbe), section, true), inputs.AxisWindows(options.WindowSize)).Max();
        double[] fast = Costs(Make<short[]>(typeof(FrontEndProbe), section, false), inputs.AxisWindows(options.WindowSize));
        yield return new CostLine("MFCC 256 points, 26 bands, 13 coefficients, quantised", plain, fast.Max(), 34000, 28000, fast.Length);
    }

    private IEnumerable<CostLine> Dense()
    {
        NetworkModel model = BenchmarkLayers.Dense();
        double plain = PerMac(model, LayerLayout.Plain);
        yield return new CostLine($"dense INT8, table weights, {s_denseName}, IL a MAC with requantisation", plain, PerMac(model, BenchmarkLayers.DenseLayout), 3.2, 2.6, inputs.Count);

        InstrumentedImage withCode = InstrumentedImage.Load([.. DeviceImage.Paths(), typeof(DenseCode).Assembly.Location]);
        byte[] section = BenchmarkLayers.Section(model, new LayerLayout(ModelFormat.CodeWeights, 0));
        IInputProbe<sbyte[]> probe = withCode.Create<IInputProbe<sbyte[]>>(typeof(CodeProbe), section);
        double code = (double)withCode.Count(probe, inputs.Vectors(BenchmarkLayers.DenseInputs)).Max() / Macs(model);
        yield return new CostLine($"dense INT8 as code, {s_denseName}, IL a MAC with requantisation", plain, code, 2.1, 1.8, inputs.Count);
    }

    private IEnumerable<CostLine> Depthwise()
    {
        NetworkModel model = BenchmarkLayers.Depthwise();
        sbyte[][] vectors = [.. inputs.Vectors(model.Input.Length)];
        IInputProbe<sbyte[]> reference = Make<sbyte[]>(typeof(PlainDepthwiseProbe), ((WeightedSpec)model.Layers[0]).Weights);
        IInputProbe<sbyte[]> fast = Make<sbyte[]>(typeof(Probes.LayerProbe), BenchmarkLayers.Section(model, LayerLayout.Plain));
        (double plainSums, double plainAll) = DearestDepthwise(reference, vectors, DepthwiseCount.PlainRequantisation, Macs(model));
        (double sums, double all) = DearestDepthwise(fast, vectors, DepthwiseCount.Requantisation, Macs(model));
        string name = $"depthwise K=3, {BenchmarkLayers.DepthwiseLength} steps of {BenchmarkLayers.DepthwiseChannels} channels, IL a MAC";
        yield return new CostLine(name + " without requantisation", plainSums, sums, 9, 6.2, vectors.Length);
        yield return new CostLine(name + " with requantisation", plainAll, all, null, null, vectors.Length);
    }

    private (double Sums, double All) DearestDepthwise(IInputProbe<sbyte[]> probe, IEnumerable<sbyte[]> over, Func<CostCount, long> requantisation, int macs)
    {
        long sums = 0;
        long all = 0;
        foreach (sbyte[] input in over)
        {
            CostCount count = image.Measure(() => probe.Run(input));
            sums = Math.Max(sums, count.Instructions - requantisation(count));
            all = Math.Max(all, count.Instructions);
        }

        return ((double)sums / macs, (double)all / macs);
    }

    private IEnumerable<CostLine> ReferenceHop()
    {
        const string Origin = "the reference bundle";
        PipelineParts parts = ReferencePipeline.Parts();
        PipelineCost plain = PipelineCostProfiler.RunPlain(parts, Origin, inputs.Signals, inputs.Count);
        PipelineCost cost = PipelineCostProfiler.Run(parts, Origin, inputs.Signals, inputs.Count);
        parts.Prepare(out StaticPool pool, Origin);
        BundlePlanner.Plain(parts).Prepare(out StaticPool plainPool, Origin);
        yield return new CostLine("one whole hop of the reference bundle", plain.Hop.MaxInstructions, cost.Hop.MaxInstructions, 65000, 50000, cost.Windows);
        yield return new CostLine("the same hop, ESTIMATED milliseconds, slow ESP32 at 240 MHz", Slow(plain), Slow(cost), LongestHopMs, null, cost.Windows);
        yield return new CostLine("worst hop / median hop", plain.WorstOverMedian, cost.WorstOverMedian, 1.05, 1.01, cost.Windows);
        yield return new CostLine("pools of the reference bundle, device layout, weights included, bytes", plainPool.TotalBytes, pool.TotalBytes, 12288, 10240, 1);
        yield return new CostLine("bytes allocated a window", plain.AllocatedBytesPerWindow, cost.AllocatedBytesPerWindow, 0, 0, cost.Windows);
    }

    private static double Slow(PipelineCost cost) => cost.Hop.EstimatedMilliseconds(DeviceSpeed.Slow);

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

    private double PerMac(NetworkModel model, LayerLayout layout) =>
        Costs(Make<sbyte[]>(typeof(Probes.LayerProbe), BenchmarkLayers.Section(model, layout)), inputs.Vectors(model.Input.Length)).Max() / Macs(model);

    private static int Macs(NetworkModel model) => new NetworkRunner(model).Network.Macs;

    private IInputProbe<TInput> Make<TInput>(Type probe, params object[] arguments) => image.Create<IInputProbe<TInput>>(probe, arguments);

    private double[] Costs<TInput>(IInputProbe<TInput> probe, IEnumerable<TInput> over) => [.. image.Count(probe, over).Select(count => (double)count)];
}
