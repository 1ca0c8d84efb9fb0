using System.Text;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Models.Reference;

namespace TinyEdge.Tests.Tflite;

/// <summary>Counts values compared with TensorFlow Lite's, and those that differ, by operator.</summary>
internal sealed class OracleTally
{
    private readonly SortedDictionary<string, (long Values, long Mismatches)> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _first = [];

    public long Values => _counts.Values.Sum(c => c.Values);

    public long Mismatches => _counts.Values.Sum(c => c.Mismatches);

    /// <param name="roundingOf">How the oracle rounds a layer; null leaves it out.</param>
    public void Compare(NetworkModel model, sbyte[] inputs, IReadOnlyList<IReadOnlyList<(string Operator, sbyte[] Values)>> runs, Func<LayerSpec, int, Rounding?> roundingOf)
    {
        Assert.Equal(inputs.Length / model.Input.Length, runs.Count);
        for (int run = 0; run < runs.Count; run++)
        {
            sbyte[] input = inputs[(run * model.Input.Length)..((run + 1) * model.Input.Length)];
            List<sbyte[]> made = [];
            int at = 0;
            for (int i = 0; i < model.Layers.Count; i++)
            {
                LayerSpec layer = model.Layers[i];
                at += runs[run][at].Operator == "PAD" && layer is not PadSpec ? 1 : 0;
                (string name, sbyte[] values) = runs[run][at++];
                sbyte[] Made(int by) => by < 0 ? input : made[by];
                if (roundingOf(layer, i) is { } rounding)
                {
                    Count(name, layer, values, ReferenceNetwork.Eval(model, i, Made(model.SourceOf(i)), layer is ElementwiseSpec pair ? Made(pair.Other) : input, rounding), $"run {run} layer {i}");
                }

                made.Add(values);
            }
        }
    }

    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((string name, (long values, long mismatches)) in _counts)
        {
            text.AppendLine($"{name,-20} {values,9} values compared, {mismatches} differ");
        }

        return text.AppendLine($"{"all",-20} {Values,9} values compared, {Mismatches} differ").AppendJoin('\n', _first).ToString();
    }

    private void Count(string name, LayerSpec layer, sbyte[] oracle, sbyte[] ours, string where)
    {
        int step = layer is MeanSpec ? 1 : 0;
        (long values, long mismatches) = _counts.GetValueOrDefault(name);
        for (int i = 0; i < oracle.Length; i++)
        {
            if (Math.Abs(oracle[i] - ours[i]) > step)
            {
                mismatches++;
                _first.Add($"{where} {layer.Output} [{i}]: TensorFlow Lite {oracle[i]}, ours {ours[i]}");
            }
        }

        _counts[name] = (values + oracle.Length, mismatches);
    }
}
