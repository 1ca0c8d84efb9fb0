using System.Diagnostics;
using System.Globalization;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Models.Reference;
using TinyEdge.Companion.Tflite;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Tflite;

/// <summary>
/// TensorFlow Lite itself: the runtime of the npm package @tensorflow/tfjs-tflite, run by ../shared/tools/tflite-oracle. Found by
/// TFJS_TFLITE (the package) and TINYEDGE_TFLITE_ORACLE (the script, or beside the test data).
/// </summary>
internal static class TfliteOracle
{
    private static readonly Lazy<string?> s_script = new(Find);

    public static string? Script => s_script.Value;

    /// <summary>Runs a file over several inputs, layer by layer.</summary>
    /// <param name="builtin">Keep XNNPACK out of the operators with weights.</param>
    /// <returns>For each run, for each operator of the file: its name and its values.</returns>
    public static IReadOnlyList<IReadOnlyList<(string Operator, sbyte[] Values)>> RunLayers(byte[] file, sbyte[] inputs, bool builtin)
    {
        string folder = Directory.CreateTempSubdirectory("tinyedge-oracle").FullName;
        try
        {
            string model = Path.Combine(folder, "model.tflite");
            string input = Path.Combine(folder, "input.bin");
            File.WriteAllBytes(model, file);
            File.WriteAllBytes(input, (byte[])(Array)inputs);
            return Parse(Run([Script!, model, input, "--layers", .. builtin ? new[] { "--builtin" } : []]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How TensorFlow Lite rounds an operator in this build: XNNPACK and ruy once, everything else twice.</summary>
    public static Rounding RoundingOf(LayerSpec layer, bool builtin) => layer switch
    {
        WeightedSpec { Operator: OperatorCode.DepthwiseConv2D } => builtin ? Rounding.Double : Rounding.Single,
        WeightedSpec => Rounding.Single,
        _ => Rounding.Double,
    };

    /// <summary>
    /// A file that computes the same and keeps XNNPACK away from every operator: it takes no graph with a tensor whose shape is known
    /// only when it runs, so two operators that nobody reads make one.
    /// </summary>
    public static byte[] WithoutDelegate(NetworkModel model) => TfliteExporter.Write(model, "oracle", writer =>
    {
        int shape = writer.Int32Computed("shape", [1]);
        writer.Operator(0, 1, [writer.Int32Constant("one", [1], [1]), writer.Int32Constant("zero", [1], [0])], shape, 11);
        int values = writer.Activation("values", [1], 1, 0);
        int dynamic = writer.Activation("dynamic", [1], 1, 0);
        writer.Operator(TfliteOperator.Quantize, 2, [writer.Int8Constant("value", [1], [1], [1])], values);
        writer.Operator(TfliteOperator.Reshape, 1, [values, shape], dynamic, 17);
    });

    private static string[] Run(string[] arguments)
    {
        ProcessStartInfo start = new("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Split('\n') : throw new InvalidOperationException($"The oracle failed: {error.Result}");
    }

    private static List<List<(string, sbyte[])>> Parse(string[] lines)
    {
        List<List<(string, sbyte[])>> runs = [];
        for (int i = 0; i + 1 < lines.Length; i += 2)
        {
            string[] words = lines[i].Split(' ');
            if (words[2] == "0")
            {
                runs.Add([]);
            }

            runs[^1].Add((words[3], [.. lines[i + 1].Split(' ').Select(v => sbyte.Parse(v, CultureInfo.InvariantCulture))]));
        }

        return [.. runs];
    }

    private static string? Find()
    {
        string? package = Environment.GetEnvironmentVariable("TFJS_TFLITE");
        string? script = Environment.GetEnvironmentVariable("TINYEDGE_TFLITE_ORACLE")
            ?? (TestData.Root is { } root ? Path.Combine(root, "..", "tools", "tflite-oracle", "tflite_node.js") : null);
        return package is not null && Directory.Exists(package) && script is not null && File.Exists(script) ? Path.GetFullPath(script) : null;
    }
}
