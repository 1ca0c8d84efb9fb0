using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Profiling;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Profiling;

/// <summary>Shows a profile; what was measured here is told apart from what is true of the device.</summary>
internal sealed class ProfileView(string pipeline, string input, PipelineProfile profile, LatencyBudget latency)
{
    private readonly CostView _cost = new(latency);

    public object ToJson() => new
    {
        Pipeline = pipeline,
        Input = input,
        Device = new
        {
            profile.PoolBytes,
            profile.PoolBudgetBytes,
            profile.IsWithinBudget,
            profile.PoolBytesByOwner,
            profile.MacsPerInference,
            profile.Layers,
            Cost = _cost.ToJson(),
        },
        ThisMachine = new
        {
            profile.Windows,
            profile.Inferences,
            profile.AllocatedBytes,
            profile.AllocatedBytesPerWindow,
            profile.Stages,
            profile.WindowsPerSecond,
        },
    };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine($"{pipeline} over {input}");
        WritePools(console);
        WriteLayers(console);
        _cost.WriteText(console);
        WriteStages(console);
        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"allocated after start-up: {profile.AllocatedBytes:N0} bytes over {profile.Windows:N0} windows, {profile.AllocatedBytesPerWindow:0.##} a window"));
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"windows a second, on this machine, not on the device: {profile.WindowsPerSecond:N0}"));
    }

    private void WritePools(CliConsole console)
    {
        Table table = Make("pool on the device", "bytes");
        foreach ((string owner, int bytes) in profile.PoolBytesByOwner)
        {
            table.AddRow(owner, Number(bytes));
        }

        table.AddRow("total", Number(profile.PoolBytes));
        table.AddRow("budget", Number(profile.PoolBudgetBytes));
        table.AddRow(profile.IsWithinBudget ? "left" : "OVER", Number(Math.Abs(profile.PoolBudgetBytes - profile.PoolBytes)));
        console.Results.Write(table);
    }

    private void WriteLayers(CliConsole console)
    {
        Table table = Make("layer", "inputs", "outputs", "multiply-accumulates");
        foreach (LayerProfile layer in profile.Layers)
        {
            table.AddRow($"{layer.Index} {layer.Operator}", Number(layer.Inputs), Number(layer.Outputs), Number(layer.Macs));
        }

        table.AddRow("an inference", "", "", Number(profile.MacsPerInference));
        console.Results.Write(table);
    }

    private void WriteStages(CliConsole console)
    {
        Table table = Make("stage, on this machine, not on the device", "runs", "median us", "worst us");
        foreach (StageProfile stage in profile.Stages)
        {
            table.AddRow(stage.Stage, Number(stage.Runs), Microseconds(stage.MedianMicroseconds), Microseconds(stage.WorstMicroseconds));
        }

        console.Results.Write(table);
    }

    private static Table Make(string first, params string[] numbers)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(first);
        foreach (string name in numbers)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        return table;
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Microseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
