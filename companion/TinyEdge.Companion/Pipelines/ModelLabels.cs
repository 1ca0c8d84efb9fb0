using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Pipelines;

/// <summary>Reads the class names out of a model component.</summary>
public static class ModelLabels
{
    public static IReadOnlyList<string> Read(byte[] model, string origin)
    {
        ModelReader reader = new();
        ResultCode code = reader.TryOpen(new ByteArraySource(model), 0, model.Length);
        if (code != ResultCode.Ok)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"{origin} is not a model component.", $"The device's reader refuses it: {(int)code} {code}.", "Train or import it again.", code);
        }

        return Read(reader);
    }

    /// <summary>The class names of a model that is open.</summary>
    public static IReadOnlyList<string> Read(ModelReader reader)
    {
        byte[] label = new byte[ModelFormat.LabelBytes];
        List<string> labels = [];
        for (int i = 0; i < reader.LabelCount; i++)
        {
            reader.TryReadLabel(i, label, 0);
            labels.Add(Encoding.ASCII.GetString(label).TrimEnd('\0'));
        }

        return labels;
    }
}
