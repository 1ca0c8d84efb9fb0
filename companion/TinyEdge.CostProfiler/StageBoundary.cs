namespace TinyEdge.CostProfiler;

/// <summary>The methods at whose entry and exit a stage is divided further: a layer of the network, an axis of the front end.</summary>
internal static class StageBoundary
{
    private const string Layers = "TinyEdge.Runtime.Inference.";
    private const string LayerMethod = ".Eval";
    private const string Axis = "TinyEdge.Runtime.Dsp.FrontEnd.Run";

    public static bool IsBoundary(string method) => IsLayer(method) || IsAxis(method);

    public static bool IsLayer(string method) =>
        method.StartsWith(Layers, StringComparison.Ordinal) && method.EndsWith(LayerMethod, StringComparison.Ordinal);

    public static bool IsAxis(string method) => method == Axis;
}
