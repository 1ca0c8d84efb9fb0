using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>Says of each operator of a graph, one by one and without building anything, why the device does not run it, and what to do.</summary>
internal static class TfliteSupport
{
    /// <summary>All of them at once, so that a model is changed once; empty when there is nothing.</summary>
    public static IReadOnlyList<string> ProblemsOf(TfliteGraph graph)
    {
        List<string> problems = [];
        HashSet<string> seen = [];
        foreach (TfliteNode node in graph.Nodes)
        {
            if (!TfliteOperator.IsSupported(node.Code))
            {
                string advice = TfliteOperator.Advise(node.Code, node.CustomName);
                if (seen.Add(advice))
                {
                    problems.Add($"operator {node.Index} {advice}");
                }
            }
            else if (ProblemOf(graph, node) is { } problem)
            {
                problems.Add($"{node} {problem}");
            }
        }

        return problems;
    }

    private static string? ProblemOf(TfliteGraph graph, TfliteNode node)
    {
        if (node.Outputs.Length != 1 || node.Inputs.Length == 0)
        {
            return $"with {node.Inputs.Length} inputs and {node.Outputs.Length} outputs (export the model again)";
        }

        TfliteTensor input = graph.TensorAt(node.Inputs[0], node.ToString());
        TfliteTensor output = graph.TensorAt(node.Outputs[0], node.ToString());
        bool isEnd = node.Code is TfliteOperator.Quantize or TfliteOperator.Dequantize && (input.IsFloat || output.IsFloat);
        if (!isEnd && (!output.IsInt8 || !(input.IsInt8 || IsPair(node))))
        {
            return $"from {input.TypeName} to {output.TypeName} (convert with full-integer quantisation, so that everything between the ends is INT8)";
        }

        return node.Code switch
        {
            TfliteOperator.FullyConnected => ActivationProblem(node, 0) ?? (node.Options?.Int8(1) is not (null or 0) ? "with shuffled weights (convert with the default weight format)" : null),
            TfliteOperator.Conv2D => ActivationProblem(node, 3),
            TfliteOperator.DepthwiseConv2D => ActivationProblem(node, 4),
            TfliteOperator.AveragePool2D or TfliteOperator.MaxPool2D => ActivationProblem(node, 5),
            TfliteOperator.Add or TfliteOperator.Mul => ActivationProblem(node, 0) ?? PairProblem(graph, node),
            TfliteOperator.Quantize => QuantizeProblem(graph, node, input),
            TfliteOperator.Dequantize => output.IsFloat && graph.Outputs.Contains(output.Index) ? null : "in the middle (convert with full-integer quantisation, so that everything between the ends is INT8)",
            TfliteOperator.Mean => MeanProblem(graph, node, input),
            TfliteOperator.Pad => PadProblem(graph, node, input),
            _ => null,
        };
    }

    private static bool IsPair(TfliteNode node) => node.Code is TfliteOperator.Add or TfliteOperator.Mul;

    private static string? ActivationProblem(TfliteNode node, int field) =>
        node.Options?.Int8(field) is { } code and not ((int)Activation.None or (int)Activation.Relu or (int)Activation.Relu6)
            ? $"with fused activation {code} (use relu, relu6, or a separate sigmoid or tanh)"
            : null;

    private static string? PairProblem(TfliteGraph graph, TfliteNode node)
    {
        if (node.Inputs.Length != 2)
        {
            return $"with {node.Inputs.Length} inputs (export the model again)";
        }

        TfliteTensor[] pair = [.. node.Inputs.Select(i => graph.TensorAt(i, node.ToString()))];
        if (!pair.All(t => t.IsInt8))
        {
            return $"of {pair[0].TypeName} and {pair[1].TypeName} (convert with full-integer quantisation)";
        }

        if (pair.All(t => t.HasData))
        {
            return "of two constants (convert with optimisation, so that it is folded)";
        }

        if (pair.FirstOrDefault(t => t.HasData) is { } constant)
        {
            return constant.Count == 1 ? null : $"with a constant of shape {constant.ShapeText} (one constant value is run; fold one a channel into the layer before it)";
        }

        return pair[0].Count == pair[1].Count && pair[0].Shape.SequenceEqual(pair[1].Shape)
            ? null
            : $"of shapes {pair[0].ShapeText} and {pair[1].ShapeText} (both operands need one shape: broadcasting is not run)";
    }

    private static string? QuantizeProblem(TfliteGraph graph, TfliteNode node, TfliteTensor input) => input switch
    {
        { IsInt8: true } => null,
        { IsFloat: true } when graph.Inputs.Contains(node.Inputs[0]) => null,
        _ => $"from {input.TypeName} in the middle (convert with full-integer quantisation, so that everything between the ends is INT8)",
    };

    private static string? MeanProblem(TfliteGraph graph, TfliteNode node, TfliteTensor input) =>
        TfliteAxes.OfMean(graph, node, input) is { } axes && (axes.Height || axes.Width)
            ? null
            : "over other axes than height and width (use GlobalAveragePooling, or a dense layer over the channels)";

    private static string? PadProblem(TfliteGraph graph, TfliteNode node, TfliteTensor input) =>
        TfliteAxes.OfPad(graph, node, input) is not null ? null : "of batch or channels, or with paddings that are no constants (pad height and width only)";
}
