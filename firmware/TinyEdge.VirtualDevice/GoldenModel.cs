using TinyEdge.Companion.Pipelines;

namespace TinyEdge.VirtualDevice;

/// <summary>The model inside the firmware of virtual devices: models/fan-baseline of this repository.</summary>
public static class GoldenModel
{
    private const string Resource = "golden.model.tem";
    private const string FaultLabel = "fault";

    public static byte[] Load()
    {
        using Stream stream = typeof(GoldenModel).Assembly.GetManifestResourceStream(Resource)!;
        byte[] model = new byte[stream.Length];
        stream.ReadExactly(model);
        return model;
    }

    /// <summary>Index of the class that raises the alarm.</summary>
    public static int FaultClass(byte[] model)
    {
        IReadOnlyList<string> labels = ModelLabels.Read(model, Resource);
        return Enumerable.Range(0, labels.Count).First(i => labels[i] == FaultLabel);
    }
}
