using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Tests.Bundles;
using TinyEdge.Tests.Inference;

namespace TinyEdge.NanoTests.Generator;

/// <summary>
/// A small deployment with every component but an application: packed and signed by the companion, run on the desktop by the device's own
/// sources, and each stage of that run held against an independent statement of it before it becomes an expected value.
/// </summary>
internal static class GoldenChain
{
    private const string Id = "nanotests-1";
    private const uint Sequence = 7;
    private const int BudgetBytes = 8192;
    private const int BurstSamples = 8;
    private const int GoldenSamples = 128;

    private static readonly string[] s_labels = ["quiet", "shaking", "other"];
    private static readonly ThresholdsFile s_thresholds = new("shaking", OnLevel: 150, OffLevel: 90, OnCount: 2, OffCount: 2, SmoothingShift: 1);
    private static readonly CalibrationFile s_calibration = new("", [0.025, -0.01, 0], [1.25, 0.9, 1]);

    private static readonly FrontEndOptions s_frontEnd = new()
    {
        SampleRate = 200,
        WindowSize = 60,
        HopLength = 32,
        FftLength = 64,
        Axes = 2,
        Window = WindowType.Hann,
        Bands = 10,
        LowHz = 2,
        Coefficients = 6,
        Frames = 3,
    };

    /// <summary>Arguments of Signal.Vibration: samples, amplitude, period, seed, shift of the noise.</summary>
    private static readonly int[][] s_phases = [[224, 40, 40, 1, 10], [256, 9000, 9, 2, 3], [256, 30, 31, 3, 11]];

    private static readonly Lazy<PipelineParts> s_parts = new(MakeParts);
    private static readonly Lazy<byte[]> s_bundle = new(MakeBundle);

    public static string Bundle()
    {
        byte[] bundle = s_bundle.Value;
        int signed = BundleFormat.PrefixSize + BundleFormat.ManifestSize + (bundle[BundleFormat.ComponentCountOffset] * BundleFormat.ComponentEntrySize)
            + BitConverter.ToUInt16(bundle, BundleFormat.TlvLengthOffset);
        CSharpText text = new("A bundle packed and signed by the companion, and what it says of itself.", "internal static class GoldenBundle");
        text.Constant("string", "Id", $"\"{Id}\"");
        text.Constant("uint", "Sequence", $"{Sequence}");
        text.Constant("int", "PeakRamBudgetBytes", $"{BudgetBytes}");
        text.Constant("int", "ModelBytes", $"{s_parts.Value.Model.Length}");
        text.Constant("string", "Fingerprint", $"\"{Convert.ToHexStringLower(SHA256.HashData(bundle.AsSpan(0, signed)))}\"");
        text.Array("Create", bundle);
        return text.ToString();
    }

    public static string Run()
    {
        List<uint> crcs = [];
        List<sbyte> outputs = [];
        List<byte> fields = [];
        InferenceRuntime runtime = s_parts.Value.Prepare(out StaticPool pool, Id, BudgetBytes);
        DecisionModel model = new(s_thresholds);
        List<double[]> calibrated = [];
        int windows = 0;
        foreach (short[] xyz in s_phases.Select(Samples))
        {
            for (int first = 0; first < xyz.Length; first += 3 * BurstSamples)
            {
                short[] burst = xyz[first..(first + (3 * BurstSamples))];
                calibrated.AddRange(burst.Chunk(3).Select(Calibrated));
                runtime.Push(burst, BurstSamples);
                while (runtime.ExtractWindow())
                {
                    windows++;
                    if (runtime.IsReady)
                    {
                        sbyte[] features = FeaturesOf(runtime);
                        CheckFeatures(features, calibrated, windows);
                        crcs.Add(runtime.FeatureCrc());
                        runtime.RunInference();
                        sbyte[] output = runtime.Network.Arena.AsSpan(runtime.Network.OutputOffset, s_labels.Length).ToArray();
                        CheckOutput(features, output);
                        Decision decision = runtime.Decide();
                        byte[] row = [(byte)decision.ClassIndex, (byte)decision.Score, (byte)decision.SmoothedScore, (byte)(decision.Alarm ? 1 : 0), (byte)(decision.AlarmChanged ? 1 : 0)];
                        Require(row.SequenceEqual(model.Decide(output)), $"decision {fields.Count / 5} is {string.Join(' ', row)}");
                        outputs.AddRange(output);
                        fields.AddRange(row);
                    }
                }
            }
        }

        // A run in which nothing changes would prove little.
        Require(fields.Chunk(5).Count(row => row[4] == 1) == 2 && outputs.Distinct().Count() > 12, $"decisions: {string.Join(" | ", fields.Chunk(5).Select(row => string.Join(' ', row)))}");
        CSharpText text = new("What a desktop computed from the golden bundle: samples to decisions.", "internal static class GoldenRun");
        text.Constant("int", "Phases", $"{s_phases.Length}");
        text.Constant("int", "Decisions", $"{crcs.Count}");
        text.Constant("int", "PoolBytes", $"{pool.TotalBytes}");
        text.ValueOf("short[]", "Samples", "phase", s_phases.Select((arguments, index) => (index, $"Signal.Vibration({string.Join(", ", arguments)})")));
        text.Array("FeatureCrcs", crcs);
        text.Array("Outputs", outputs);
        text.Array("DecisionFields", fields);
        return text.ToString();
    }

    private static short[] Samples(int[] p) => Signal.Vibration(p[0], p[1], p[2], p[3], p[4]);

    private static PipelineParts MakeParts()
    {
        PipelineParts parts = new(
            ModelWriter.Write(MakeNetwork(), s_labels, new FrontEndBuilder(s_frontEnd).Build(Quantisation())),
            s_thresholds.ToComponent(s_labels, Id),
            s_calibration.ToComponent(Id),
            null);
        short[] golden = Signal.Vibration(GoldenSamples, 5000, 11, 9, 4);
        return parts with { GoldenVectors = GoldenVectorBuilder.Build(parts, [golden], Id) };
    }

    private static byte[] MakeBundle()
    {
        PipelineParts parts = s_parts.Value;
        DeploymentDocument document = new()
        {
            BundleId = Id,
            FirmwareVersion = new(1, 0, 0),
            ModelVersion = new(1, 2, 3),
            ThresholdVersion = new(1, 0, 0),
            CalibrationVersion = new(1, 0, 0),
            RollbackTarget = "golden",
            Metadata = new DeploymentMetadata { TargetEnvironment = ["esp32", "virtual", "lab"], MinBatteryLevel = 0, MaxLatencyMs = 1000, PeakRamBudgetBytes = BudgetBytes },
        };
        ReleaseSettings release = new() { Sequence = Sequence, KeyringEpoch = 1, BlockSize = BundleFormat.MinBlockSize, FrontEndVersion = FrontEndSection.FrontEndVersion };
        BundleComponent[] components =
        [
            new(ComponentType.Model, parts.Model),
            new(ComponentType.Thresholds, parts.Thresholds),
            new(ComponentType.Calibration, parts.Calibration!),
            new(ComponentType.GoldenVectors, parts.GoldenVectors!),
        ];
        return BundleBuilder.Build(document, release, components, TestKeys.Trusted);
    }

    /// <summary>Coefficient 0 sums over bands, so it has another range than the rest.</summary>
    private static FeatureQuantization Quantisation()
    {
        double[] offsets = [.. Enumerable.Range(0, s_frontEnd.FeaturesPerFrame).Select(k => k % s_frontEnd.Coefficients == 0 ? 45.0 : 0.0)];
        double[] gains = [.. Enumerable.Range(0, s_frontEnd.FeaturesPerFrame).Select(k => k % s_frontEnd.Coefficients == 0 ? 3.0 : 12.0)];
        return FeatureQuantization.FromGains(offsets, gains, -5);
    }

    private static NetworkModel MakeNetwork()
    {
        NetworkModel model = new(new TensorSpec("features", s_frontEnd.Frames, s_frontEnd.FeaturesPerFrame, 1, 1f / 32, -5));
        (Window window, int height, int width) = Window.Resolve(true, s_frontEnd.Frames, s_frontEnd.FeaturesPerFrame, 3, 3);
        model.AddConv2D(new TensorSpec("conv", height, width, 2, 0.08f, -128), window, Signal.Int8(18, 4), [10, -20], [0.02f, 0.015f], Activation.Relu);
        (window, height, width) = Window.Resolve(false, height, width, 3, 2, 3, 2);
        model.AddMaxPool2D(model.Output with { Name = "max", Height = height, Width = width }, window);
        model.AddReshape(TensorSpec.Vector("flat", model.Output.Length, model.Output.Scale, model.Output.ZeroPoint));
        model.AddFullyConnected(TensorSpec.Vector("dense", 3, 0.05f, 3), Signal.Int8(3 * model.Output.Length, 6), [100, 0, -100], [0.01f, 0.012f, 0.008f]);
        return model.AddSoftmax();
    }

    private static double[] Calibrated(short[] xyz) =>
        [.. xyz.Select((raw, axis) => (raw - Math.Round(s_calibration.OffsetG[axis] * 4096)) * Math.Round(s_calibration.Gain[axis] * 16384) / 16384)];

    private static sbyte[] FeaturesOf(InferenceRuntime runtime)
    {
        FeatureRing ring = runtime.Features.Features;
        sbyte[] features = new sbyte[ring.Length];
        Require(ring.TryCopyTo(features, 0), "the ring is not full");
        return features;
    }

    /// <summary>The front end in double precision, within one step of int8.</summary>
    private static void CheckFeatures(sbyte[] actual, List<double[]> calibrated, int windows)
    {
        FloatFrontEnd model = new(FloatFrontEndOptions.ModelOf(s_frontEnd));
        FeatureQuantization quantisation = Quantisation();
        int perAxis = s_frontEnd.FeaturesPerAxis;
        for (int frame = 0; frame < s_frontEnd.Frames; frame++)
        {
            int start = (windows - s_frontEnd.Frames + frame) * s_frontEnd.HopLength;
            for (int k = 0; k < s_frontEnd.FeaturesPerFrame; k++)
            {
                double[] window = [.. calibrated.Skip(start).Take(s_frontEnd.WindowSize).Select(sample => sample[k / perAxis])];
                double gain = quantisation.Multipliers[k] * 4096.0 / Math.Pow(2, quantisation.Shift);
                double value = ((model.Compute(window)[k % perAxis] - (quantisation.OffsetsQ12[k] / 4096.0)) * gain) + quantisation.ZeroPoint;
                double expected = Math.Clamp(Math.Round(value), sbyte.MinValue, sbyte.MaxValue);
                sbyte got = actual[(frame * s_frontEnd.FeaturesPerFrame) + k];
                Require(Math.Abs(got - expected) <= 1, $"window {windows}, frame {frame}, feature {k}: {got} instead of {expected}");
            }
        }
    }

    /// <summary>The network by operators written from TensorFlow Lite's specification; Softmax in double precision, within one step.</summary>
    private static void CheckOutput(sbyte[] features, sbyte[] actual)
    {
        NetworkModel model = MakeNetwork();
        sbyte[] values = features;
        for (int layer = 0; layer < model.Layers.Count - 1; layer++)
        {
            values = ReferenceNetwork.Eval(model, layer, values);
        }

        double[] exponentials = [.. values.Select(value => Math.Exp(model.InputOf(model.Layers.Count - 1).Dequantize(value)))];
        for (int i = 0; i < actual.Length; i++)
        {
            double expected = Math.Min(127, (256 * exponentials[i] / exponentials.Sum()) - 128);
            Require(Math.Abs(actual[i] - expected) <= 1, $"output {i}: {actual[i]} instead of {expected}");
        }
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"The golden chain contradicts its independent statement: {what}.");
        }
    }

    /// <summary>Smoothing, levels and debounce as SPEC.md describes them.</summary>
    private sealed class DecisionModel(ThresholdsFile thresholds)
    {
        private readonly int _class = Array.IndexOf(s_labels, thresholds.ScoreClass);
        private int? _smoothedQ8;
        private int _run;
        private bool _alarm;

        public IEnumerable<byte> Decide(sbyte[] outputs)
        {
            int best = Array.IndexOf(outputs, outputs.Max());
            int score = outputs[_class] + 128;
            int target = score * 256;
            _smoothedQ8 = _smoothedQ8 is { } before ? before + ((target - before) >> thresholds.SmoothingShift) : target;
            int smoothed = (_smoothedQ8.Value + 128) >> 8;
            _run = (_alarm ? smoothed <= thresholds.OffLevel : smoothed >= thresholds.OnLevel) ? _run + 1 : 0;
            bool changed = _run == (_alarm ? thresholds.OffCount : thresholds.OnCount);
            if (changed)
            {
                _alarm = !_alarm;
                _run = 0;
            }

            return [(byte)best, (byte)score, (byte)smoothed, (byte)(_alarm ? 1 : 0), (byte)(changed ? 1 : 0)];
        }
    }
}
