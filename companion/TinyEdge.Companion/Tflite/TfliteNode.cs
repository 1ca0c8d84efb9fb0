namespace TinyEdge.Companion.Tflite;

/// <summary>One operator of a graph, its tensors by number.</summary>
/// <param name="Index">Its place in the file.</param>
/// <param name="Code">BuiltinOperator of schema.fbs.</param>
/// <param name="CustomName">Of a custom operator.</param>
/// <param name="Inputs">-1 for an optional one that is not there.</param>
internal sealed record TfliteNode(int Index, int Code, string CustomName, int[] Inputs, int[] Outputs, FlatTable? Options)
{
    public string Name => TfliteOperator.NameOf(Code) ?? (Code == TfliteOperator.Custom ? $"custom '{CustomName}'" : $"builtin {Code}");

    public override string ToString() => $"operator {Index} {Name}";
}
