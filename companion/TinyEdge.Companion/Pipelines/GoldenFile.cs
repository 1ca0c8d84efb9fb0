using System.Buffers.Binary;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Pipelines;

/// <summary>A window of samples that the device's health gate replays.</summary>
/// <param name="Why">What it is there for.</param>
/// <param name="Source">The recording that it was cut from, or what was made up.</param>
/// <param name="Counts">(samples, 3) int16, the newest frames of one inference.</param>
public sealed record GoldenWindow(string Why, string Source, short[] Counts);

/// <summary>
/// <c>golden.json</c>: windows chosen for a model. Only samples are kept: what the device must answer is computed when a bundle is made, from
/// the model, thresholds and calibration that travel with them. Layout in SPEC.md.
/// </summary>
public static class GoldenFile
{
    public const string FileName = "golden.json";

    private const int Format = 1;
    private const int Axes = 3;
    private const string Example = "what 'tinyedge vectors' writes; run it again for this model";

    public static byte[] Write(IReadOnlyList<GoldenWindow> windows) =>
        ComponentJson.ToBytes(new Content(Format, windows[0].Counts.Length / Axes, [.. windows.Select(w => new WindowContent(w.Why, w.Source, ToBytes(w.Counts)))]));

    /// <exception cref="TinyEdgeException">The file is malformed; names place and remedy.</exception>
    public static IReadOnlyList<GoldenWindow> Load(string path)
    {
        Content content = ComponentJson.Read<Content>(path, Example);
        if (content.Format != Format || content.Windows.Count is < 1 or > GoldenVectorReader.MaxVectors || content.Samples is < 1 or > GoldenVectorReader.MaxSamples)
        {
            throw Bad(path, $"It has format {content.Format} and {content.Windows.Count} windows of {content.Samples} samples; format {Format}, 1 to {GoldenVectorReader.MaxVectors} windows and at most {GoldenVectorReader.MaxSamples} samples are read.");
        }

        int bytes = content.Samples * Axes * sizeof(short);
        return content.Windows.FirstOrDefault(w => w.Counts.Length != bytes) is { } odd
            ? throw Bad(path, $"The window '{odd.Source}' has {odd.Counts.Length} bytes, {content.Samples} samples take {bytes}.")
            : [.. content.Windows.Select(w => new GoldenWindow(w.Why, w.Source, ToCounts(w.Counts)))];
    }

    /// <exception cref="TinyEdgeException">The windows are too short for the model's frames.</exception>
    public static void RequireFit(IReadOnlyList<GoldenWindow> windows, ModelPipeline pipeline, string path)
    {
        if (windows[0].Counts.Length / Axes < pipeline.SamplesToFirstInference)
        {
            throw Bad(path, $"Its windows have {windows[0].Counts.Length / Axes} samples, the model needs {pipeline.SamplesToFirstInference} for an inference: they were chosen for another model.");
        }
    }

    private static byte[] ToBytes(short[] counts)
    {
        byte[] bytes = new byte[counts.Length * sizeof(short)];
        for (int i = 0; i < counts.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * sizeof(short)), counts[i]);
        }

        return bytes;
    }

    private static short[] ToCounts(byte[] bytes)
    {
        short[] counts = new short[bytes.Length / sizeof(short)];
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(i * sizeof(short)));
        }

        return counts;
    }

    private static TinyEdgeException Bad(string path, string why) =>
        new(ExitCode.BadInput, $"{path} cannot be used.", why, "Choose the windows again with 'tinyedge vectors', or remove the file to have synthetic ones.");

    private sealed record Content(int Format, int Samples, IReadOnlyList<WindowContent> Windows);

    private sealed record WindowContent(string Why, string Source, byte[] Counts);
}
