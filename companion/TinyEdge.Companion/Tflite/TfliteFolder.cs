using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Tflite;

/// <summary>Makes of an imported network a model component, and a folder that <c>tinyedge bundle</c> takes.</summary>
public static class TfliteFolder
{
    // Pools are planned again by 'bundle'; a packed layout needs up to 2.7 times the bytes of plain weights.
    private const int BudgetStep = 1024;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <param name="labels">One an output of the network, or none.</param>
    /// <param name="frontEndOf">A model component whose front end the network was trained behind; null for a network alone.</param>
    /// <exception cref="TinyEdgeException">Labels or front end do not fit the network.</exception>
    public static byte[] Component(NetworkModel model, IReadOnlyList<string> labels, byte[]? frontEndOf)
    {
        if (labels.Count != 0 && labels.Count != model.Output.Length)
        {
            throw new ModelException("The class names do not fit.", $"There are {labels.Count} names for {model.Output.Length} outputs.", "Name each output once, in order: --labels healthy,fault,off.");
        }

        byte[] component = ModelWriter.Write(model, labels, frontEndOf is null ? [] : FrontEndOf(frontEndOf));
        if (frontEndOf is not null)
        {
            _ = new ModelPipeline(component, PipelineParts.UnlimitedBytes);
        }

        return component;
    }

    /// <summary>Writes model.tem, and deployment.json and thresholds.json where there are none yet.</summary>
    /// <returns>The files written.</returns>
    public static IReadOnlyList<string> Write(string folder, byte[] component, IReadOnlyList<string> labels)
    {
        Directory.CreateDirectory(folder);
        List<string> written = [Path.Combine(folder, BundleFolder.ModelName)];
        File.WriteAllBytes(written[0], component);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).ToLowerInvariant();
        object metadata = new { targetEnvironment = new[] { "esp32", "esp32-psram", "esp32-s3", "virtual", "lab" }, minBatteryLevel = 20, maxLatencyMs = 60, peakRamBudgetBytes = BudgetOf(component) };
        object deployment = new
        {
            bundleId = $"{name}-1.0.0",
            firmwareVersion = "1.0.0",
            modelVersion = "1.0.0",
            thresholdVersion = "1.0.0",
            calibrationVersion = "1.0.0",
            checksum = "",
            rollbackTarget = "",
            metadata,
        };
        WriteNew(Path.Combine(folder, BundleFolder.DeploymentName), deployment, written);
        if (labels.Count > 0)
        {
            object thresholds = new { scoreClass = labels[^1], onLevel = 192, offLevel = 128, onCount = 3, offCount = 3, smoothingShift = 1 };
            WriteNew(Path.Combine(folder, BundleFolder.ThresholdsName), thresholds, written);
        }

        return written;
    }

    private static int BudgetOf(byte[] component)
    {
        NetworkRunner runner = new(component[LayerLayout.NetworkOf(component)]);
        return ((runner.Pool.TotalBytes / BudgetStep) + 9) * BudgetStep;
    }

    private static void WriteNew(string path, object content, List<string> written)
    {
        if (!File.Exists(path))
        {
            File.WriteAllText(path, JsonSerializer.Serialize(content, s_json) + "\n");
            written.Add(path);
        }
    }

    private static byte[] FrontEndOf(byte[] component)
    {
        ModelReader reader = new();
        ResultCode code = reader.TryOpen(new ByteArraySource(component), 0, component.Length);
        int length = code == ResultCode.Ok ? reader.LengthOf(SectionType.FrontEnd) : 0;
        return length > 0
            ? component.AsSpan(reader.PositionOf(SectionType.FrontEnd), length).ToArray()
            : throw new ModelException("There is no front end to take.", code == ResultCode.Ok ? "That model has none." : $"The device's reader answered {code} ({(int)code}).", "Pass a model.tem, or a folder with one, that was trained here.", code);
    }
}
