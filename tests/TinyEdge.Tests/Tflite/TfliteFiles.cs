using TinyEdge.Companion.Models;
using TinyEdge.Companion.Tflite;

namespace TinyEdge.Tests.Tflite;

/// <summary>Files that no exporter would write.</summary>
internal static class TfliteFiles
{
    /// <param name="write">Writes tensors and operators; returns the graph's input and output.</param>
    public static byte[] Of(Func<TfliteWriter, (int Input, int Output)> write)
    {
        TfliteWriter writer = new();
        (int input, int output) = write(writer);
        return writer.Finish("test", input, output);
    }

    /// <summary>A network of vectors between QUANTIZE and DEQUANTIZE.</summary>
    public static byte[] WithFloatEnds(NetworkModel model) => Of(w =>
    {
        int input = w.Float("float_input", [1, 1, 1, model.Input.Channels]);
        int output = w.Float("float_output", [1, 1, 1, model.Output.Channels]);
        int first = w.Activation(model.Input.Name, [1, 1, 1, model.Input.Channels], model.Input.Scale, model.Input.ZeroPoint);
        w.Operator(TfliteOperator.Quantize, 1, [input], first);
        int last = TfliteExporter.WriteLayers(w, model, first);
        w.Operator(TfliteOperator.Dequantize, 2, [last], output);
        return (input, output);
    });

    /// <summary>Null for the few networks whose padding no file describes.</summary>
    public static byte[]? ExportOrNull(NetworkModel model)
    {
        try
        {
            return TfliteExporter.Export(model);
        }
        catch (ModelException e) when (e.Message.Contains("cannot be exported", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
