using TinyEdge.Bundles;
using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Tflite;

/// <summary>
/// Reads a full-integer int8 .tflite model into a <see cref="NetworkModel"/>. The file is untrusted: whatever is in it, the
/// outcome is a model or a <see cref="ModelException"/> that says where and what to change.
/// </summary>
public static class TfliteImporter
{
    // A network of as many operators as a device takes has fewer; a hostile file may have a thousand.
    private const int MaxAdvice = 64;

    private const int MaxFileBytes = 64 << 20;

    public static NetworkModel ImportFile(string path) => Import(ReadFile(path));

    public static NetworkModel Import(byte[] file)
    {
        TfliteGraph graph = TfliteGraph.Read(file);
        IReadOnlyList<string> problems = TfliteSupport.ProblemsOf(graph);
        return problems.Count == 0
            ? new TfliteBuilder(graph).Build()
            : throw new ModelException(
                "The model uses operators that the device does not run:", Advice(problems), "Change these layers and convert again.", ResultCode.UnsupportedOperator);
    }

    /// <summary>Bytes of a .tflite file, or what to do about it.</summary>
    public static byte[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFileBytes
                ? File.ReadAllBytes(path)
                : throw new ModelException($"'{path}' is too large.", $"A .tflite file may have {MaxFileBytes} bytes.", "Use a model that fits a microcontroller.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"'{path}' cannot be read.", e.Message, "Check the path and its permissions.", ResultCode.BadModel, e);
        }
    }

    /// <summary>The first of them, so that a file does not decide how much a person has to read.</summary>
    private static string Advice(IReadOnlyCollection<string> problems) =>
        string.Join("; ", problems.Take(MaxAdvice)) + (problems.Count > MaxAdvice ? $"; and {problems.Count - MaxAdvice} more." : ".");
}
