using System.Text.Json;
using TinyEdge.Companion;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.Companion.Tflite;
using TinyEdge.Tests.Tflite;

namespace TinyEdge.Tests.Cli;

public sealed class TfliteCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyedge-tflite").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ExportImport_ShippedModel_MakesAFolderThatBundles()
    {
        string file = Path.Combine(_folder, "fan.tflite");
        string folder = Path.Combine(_folder, "fan");
        CommandRun export = await CommandRun.RunAsync("tflite", "export", CommandRun.ModelFolder("fan-reference"), "-o", file);
        Assert.Equal(ExitCode.Ok, export.Exit);
        CommandRun inspect = await CommandRun.RunAsync("tflite", "inspect", file);
        Assert.Equal(ExitCode.Ok, inspect.Exit);
        Assert.Contains("SOFTMAX", inspect.Out, StringComparison.Ordinal);
        CommandRun import = await CommandRun.RunAsync(
            "tflite", "import", file, "-o", folder, "--labels", "healthy,fault,off", "--front-end", CommandRun.ModelFolder("fan-reference"), "--json");
        Assert.Equal(ExitCode.Ok, import.Exit);
        Assert.Equal(3, import.Result.GetProperty("files").GetArrayLength());
        byte[] original = File.ReadAllBytes(Path.Combine(CommandRun.ModelFolder("fan-reference"), "model.tem"));
        byte[] made = File.ReadAllBytes(Path.Combine(folder, "model.tem"));
        Assert.Equal(original[LayerLayout.NetworkOf(original)], made[LayerLayout.NetworkOf(made)]);
        Companion.Pipelines.BundleFolder.Load(folder).CheckBudget();
    }

    [Fact]
    public async Task Inspect_UnsupportedOperators_EndsWithNineAndNamesThem()
    {
        string file = Path.Combine(_folder, "other.tflite");
        File.WriteAllBytes(file, TfliteFiles.Of(w =>
        {
            int input = w.Activation("input", [1, 6], 0.1f, 0);
            int output = w.Activation("output", [1, 6], 0.1f, 0);
            w.Operator(39, 1, [input], output);
            return (input, output);
        }));
        CommandRun inspect = await CommandRun.RunAsync("tflite", "inspect", file);
        Assert.Equal(ExitCode.CheckFailed, inspect.Exit);
        Assert.Contains("not run: operator 0 TRANSPOSE", inspect.Out, StringComparison.Ordinal);
        CommandRun import = await CommandRun.RunAsync("tflite", "import", file, "-o", Path.Combine(_folder, "x.tem"));
        Assert.Equal(ExitCode.BadInput, import.Exit);
        Assert.Contains("TRANSPOSE", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SingleAndDouble_PrintsOutputsAndLayers()
    {
        string file = Path.Combine(_folder, "mul.tflite");
        string input = Path.Combine(_folder, "input.bin");
        NetworkModel model = new NetworkModel(TensorSpec.Vector("input", 256, 0.01f, 0)).AddTable(TensorSpec.Vector("scaled", 256, 0.0431f, 3), new RescaleFunction());
        File.WriteAllBytes(file, TfliteExporter.Export(model));
        File.WriteAllBytes(input, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        CommandRun single = await CommandRun.RunAsync("tflite", "run", file, input);
        CommandRun layers = await CommandRun.RunAsync("tflite", "run", file, input, "--rounding", "double", "--layers", "--json");
        Assert.Equal(ExitCode.Ok, single.Exit);
        sbyte[] device = new NetworkRunner(model).Run([.. Enumerable.Range(0, 256).Select(i => (sbyte)i)]);
        Assert.Equal(string.Join(' ', device), single.Out.Trim());
        JsonElement run = layers.Result.GetProperty("runs")[0];
        Assert.Equal("double", layers.Result.GetProperty("rounding").GetString());
        Assert.Equal(256, run.GetProperty("layers")[0].GetProperty("values").GetArrayLength());
    }

    [Fact]
    public async Task Run_InputOfOtherLength_SaysHowLong()
    {
        string input = Path.Combine(_folder, "input.bin");
        File.WriteAllBytes(input, new byte[7]);
        CommandRun run = await CommandRun.RunAsync("tflite", "run", CommandRun.ModelFolder("fan-reference"), input);
        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("7 bytes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_LabelsThatDoNotFit_IsRefused()
    {
        string file = Path.Combine(_folder, "fan.tflite");
        await CommandRun.RunAsync("tflite", "export", CommandRun.ModelFolder("fan-reference"), "-o", file);
        CommandRun run = await CommandRun.RunAsync("tflite", "import", file, "-o", Path.Combine(_folder, "fan.tem"), "--labels", "one,two");
        Assert.Equal(ExitCode.BadInput, run.Exit);
        Assert.Contains("2 names for 3 outputs", run.Error, StringComparison.Ordinal);
    }
}
