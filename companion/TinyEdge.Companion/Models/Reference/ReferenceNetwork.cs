using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models.Reference;

/// <summary>
/// A network by plain definitions of its operators, apart from the device's engine: sums over named coordinates, nothing packed,
/// nothing shared. With single rounding it gives the device's bits; with double rounding those of runtimes that round as gemmlowp
/// does. For validation and comparison, not for speed.
/// </summary>
/// <param name="rounding">Of all operators that rescale.</param>
public sealed class ReferenceNetwork(NetworkModel model, Rounding rounding = Rounding.Single)
{
    /// <summary>One inference, every layer's output in order.</summary>
    /// <param name="input">Exactly the input's length.</param>
    public IReadOnlyList<sbyte[]> RunLayers(ReadOnlySpan<sbyte> input)
    {
        if (input.Length != model.Input.Length)
        {
            throw new ModelException("The input has the wrong length.", $"{input.Length} values instead of {model.Input.Length}.", "Pass one whole feature window.", ResultCode.FeatureCountMismatch);
        }

        sbyte[] first = input.ToArray();
        List<sbyte[]> outputs = [];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            int source = model.SourceOf(i);
            sbyte[] other = model.Layers[i] is ElementwiseSpec { Other: >= 0 } pair ? outputs[pair.Other] : first;
            outputs.Add(Eval(model, i, source < 0 ? first : outputs[source], other, rounding));
        }

        return outputs;
    }

    /// <summary>One inference.</summary>
    public sbyte[] Run(ReadOnlySpan<sbyte> input) => RunLayers(input)[^1];

    /// <summary>One layer alone.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="other">Second operand of an Add or Mul; else not looked at.</param>
    public static sbyte[] Eval(NetworkModel model, int layer, sbyte[] input, sbyte[] other, Rounding rounding)
    {
        TensorSpec from = model.InputOf(layer);
        return model.Layers[layer] switch
        {
            WeightedSpec spec => ConvolutionReference.Eval(spec, from, input, rounding),
            PoolSpec spec => PoolReference.Eval(spec, from, input),
            MeanSpec spec => PoolReference.Mean(spec, from, input, rounding),
            PadSpec spec => PoolReference.Pad(spec, from, input),
            ElementwiseSpec spec => ElementwiseReference.Eval(spec, from, model.OtherInputOf(layer), input, other, rounding),
            SoftmaxSpec spec => SoftmaxReference.Eval(spec, from, input, rounding),
            LogisticSpec spec => Lookup(LogisticTable.Build(from.Scale, from.ZeroPoint, spec.Output.Scale, spec.Output.ZeroPoint), input),
            TableSpec spec => Lookup(spec.Function.Build(from, spec.Output, rounding), input),
            ReshapeSpec => input,
            LayerSpec spec => throw new NotSupportedException($"{spec.Operator} has no reference."),
        };
    }

    private static sbyte[] Lookup(sbyte[] table, sbyte[] input) => [.. input.Select(x => table[x + 128])];
}
