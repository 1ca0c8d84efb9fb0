namespace TinyEdge.Companion.Tflite;

/// <summary>What is in a .tflite file: operators with their tensors, and what the device does not run of it.</summary>
public sealed record TfliteReport(
    string Description, IReadOnlyList<TfliteReport.TensorLine> Inputs, IReadOnlyList<TfliteReport.TensorLine> Outputs,
    IReadOnlyList<TfliteReport.OperatorLine> Operators, IReadOnlyList<string> Unsupported)
{
    public static TfliteReport Of(byte[] file)
    {
        TfliteGraph graph = TfliteGraph.Read(file);
        TensorLine Line(int index) => TensorLine.Of(graph.TensorAt(index, "the report"));
        return new TfliteReport(
            graph.Description, [.. graph.Inputs.Select(Line)], [.. graph.Outputs.Select(Line)],
            [.. graph.Nodes.Select(node => new OperatorLine(node.Index, node.Name, [.. node.Inputs.Where(i => i >= 0).Select(Line)], [.. node.Outputs.Select(Line)]))],
            TfliteSupport.ProblemsOf(graph));
    }

    /// <param name="Scales">How many scales it has: none for what is not quantised, one a channel for weights.</param>
    /// <param name="Scale">The only or first one.</param>
    /// <param name="ConstantBytes">0 for what is computed.</param>
    public sealed record TensorLine(int Index, string Name, string Type, IReadOnlyList<int> Shape, int Scales, float? Scale, int? ZeroPoint, int ConstantBytes)
    {
        internal static TensorLine Of(TfliteTensor tensor)
        {
            bool isQuantised = tensor.Scales.Length > 0 && float.IsFinite(tensor.Scales[0]);
            return new TensorLine(
                tensor.Index, tensor.Name, tensor.TypeName, tensor.Shape, tensor.Scales.Length, isQuantised ? tensor.Scales[0] : null,
                isQuantised && tensor.ZeroPoints.Length > 0 ? tensor.ZeroPoints[0] : null, tensor.DataBytes);
        }
    }

    public sealed record OperatorLine(int Index, string Operator, IReadOnlyList<TensorLine> Inputs, IReadOnlyList<TensorLine> Outputs);
}
