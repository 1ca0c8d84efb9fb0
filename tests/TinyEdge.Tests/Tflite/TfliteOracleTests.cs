using TinyEdge.Companion.Models;
using TinyEdge.Companion.Models.Reference;
using TinyEdge.Companion.Tflite;
using Xunit.Abstractions;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// What is exported, run by TensorFlow Lite itself, layer by layer. Each layer of ours is fed with what TensorFlow Lite made before it,
/// so that a difference names its operator. TINYEDGE_TFLITE_MODELS sets the number of random networks.
/// </summary>
public sealed class TfliteOracleTests(ITestOutputHelper log)
{
    private const int Runs = 3;

    private static int Models => int.TryParse(Environment.GetEnvironmentVariable("TINYEDGE_TFLITE_MODELS"), out int models) ? models : 6;

    [OracleTheory]
    [InlineData("fan-reference")]
    [InlineData("fan-baseline")]
    public void Export_ShippedModel_TensorFlowLiteAgreesOnEveryValue(string name)
    {
        NetworkModel model = TfliteModelSource.Load(Path.Combine(Repository.Root, "models", name));
        sbyte[] inputs = RandomGraphs.Inputs(model, 5, 200);
        byte[] file = TfliteExporter.Export(model);
        foreach (bool builtin in new[] { false, true })
        {
            OracleTally tally = new();
            tally.Compare(model, inputs, TfliteOracle.RunLayers(file, inputs, builtin), (_, _) => Rounding.Single);
            log.WriteLine(tally.ToString());
            Assert.Equal(0, tally.Mismatches);
        }
    }

    /// <summary>
    /// TensorFlow Lite's own kernels, XNNPACK kept out. MEAN is compared within one step: this runtime divides after rounding, truncates
    /// where both scales are the same, and later versions fold the division into the multiplier, which is what the device does.
    /// </summary>
    [OracleFact]
    public void Export_RandomGraphs_TensorFlowLitesKernelsAgreeOnEveryValue()
    {
        OracleTally tally = new();
        for (int seed = 0; seed < Models; seed++)
        {
            NetworkModel model = PadFolding.Fold(RandomGraphs.Make(seed));
            sbyte[] inputs = RandomGraphs.Inputs(model, seed, Runs);
            tally.Compare(model, inputs, TfliteOracle.RunLayers(TfliteOracle.WithoutDelegate(model), inputs, builtin: false), (layer, _) => TfliteOracle.RoundingOf(layer, builtin: true));
        }

        log.WriteLine(tally.ToString());
        Assert.True(tally.Values > 100);
        Assert.Equal(0, tally.Mismatches);
    }

    /// <summary>As it comes: XNNPACK where it takes an operator, with weights in single rounding.</summary>
    [OracleFact]
    public void Export_RandomGraphs_DenseAndConvolutionAgreeInEveryMode()
    {
        OracleTally tally = new();
        for (int seed = 0; seed < Models; seed++)
        {
            NetworkModel model = PadFolding.Fold(RandomGraphs.Make(seed));
            sbyte[] inputs = RandomGraphs.Inputs(model, seed, Runs);
            if (TfliteFiles.ExportOrNull(model) is { } file)
            {
                foreach (bool builtin in new[] { false, true })
                {
                    tally.Compare(
                        model, inputs, TfliteOracle.RunLayers(file, inputs, builtin),
                        (layer, _) => layer is WeightedSpec { Operator: not Runtime.Inference.OperatorCode.DepthwiseConv2D } ? Rounding.Single : null);
                }
            }
        }

        log.WriteLine(tally.ToString());
        Assert.Equal(0, tally.Mismatches);
    }
}
