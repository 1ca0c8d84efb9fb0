using System.Globalization;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Models.Reference;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// Outputs of TensorFlow Lite's own kernels for seeded networks of every operator but MEAN, made by the oracle
/// (@tensorflow/tfjs-tflite 0.0.1-alpha.10, XNNPACK kept out) and committed, so that both roundings are held to them where there is no
/// node: dense and convolution once, everything else twice.
/// </summary>
public sealed class TfliteKernelGoldenTests
{
    [Fact]
    public void Reference_SeededGraphs_EqualTensorFlowLitesKernels()
    {
        int values = 0;
        HashSet<string> operators = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, "tests", "TinyEdge.Tests", "Tflite", "kernel-outputs.txt")))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            string[] words = line.Split(' ');
            NetworkModel model = PadFolding.Fold(RandomGraphs.Make(int.Parse(words[0], CultureInfo.InvariantCulture)));
            int layer = int.Parse(words[1], CultureInfo.InvariantCulture);
            sbyte[] expected = [.. words[3..].Select(v => sbyte.Parse(v, CultureInfo.InvariantCulture))];
            Assert.True(expected.AsSpan().SequenceEqual(Run(model, int.Parse(words[0], CultureInfo.InvariantCulture))[layer]), line);
            values += expected.Length;
            operators.Add(words[2]);
        }

        Assert.True(values > 2000 && operators.Count >= 14, $"{values} values of {operators.Count} operators");
    }

    private static List<sbyte[]> Run(NetworkModel model, int seed)
    {
        sbyte[] input = RandomGraphs.Inputs(model, seed, 1);
        List<sbyte[]> made = [];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            sbyte[] Made(int by) => by < 0 ? input : made[by];
            sbyte[] other = model.Layers[i] is ElementwiseSpec pair ? Made(pair.Other) : input;
            made.Add(ReferenceNetwork.Eval(model, i, Made(model.SourceOf(i)), other, TfliteOracle.RoundingOf(model.Layers[i], builtin: true)));
        }

        return made;
    }
}
