using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Profiling;

/// <summary>Shows what was counted for the device; every time in it is an estimate and says so.</summary>
internal sealed class CostView(LatencyBudget latency)
{
    private const int ImageMegahertz = LatencyBudget.ImageMegahertz;
    private const int MethodsShown = 10;

    private readonly PipelineCost _cost = latency.Cost;

    public object ToJson() => new
    {
        _cost.Windows,
        Hop = Row(_cost.Hop),
        Stages = _cost.Stages.Select(Row),
        Axes = _cost.Axes.Select(Row),
        Layers = _cost.Layers.Select(Row),
        _cost.WorstOverMedian,
        _cost.Allocations,
        _cost.AllocatedBytes,
        _cost.AllocatedBytesPerWindow,
        _cost.MaxCallDepth,
        _cost.MaxStackBytes,
        latency.MaxLatencyMs,
        EstimatedWorstHopMs = latency.WorstMilliseconds,
        IsWithinLatency = latency.Holds,
        Methods = _cost.Methods.Take(MethodsShown).Select(method => new { method.Method, InstructionsPerWindow = (double)method.Instructions / _cost.Windows }),
    };

    public void WriteText(CliConsole console)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("stage on the device");
        foreach (string name in (string[])["IL least", "IL median", "IL most", "IL a MAC", "ms slow", "middle", "fast", "slow, 160 MHz"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (StageCost stage in _cost.Stages)
        {
            Add(table, stage, stage.Stage);
            foreach (StageCost part in stage.Stage switch { StageNames.FrontEnd => _cost.Axes, StageNames.Network => _cost.Layers, _ => [] })
            {
                Add(table, part, part.Layer is int index ? $"  {index} {part.Stage}" : $"  {part.Stage}");
            }
        }

        Add(table, _cost.Hop, "whole hop");
        console.Results.Write(table);
        console.Out.WriteLine($"IL instructions are exact, of the optimised device code, over {_cost.Windows:N0} windows. Milliseconds are ESTIMATED, of the dearest window, at 240 MHz unless said otherwise.");
        console.Out.WriteLine(Invariant($"dearest hop over median hop: {_cost.WorstOverMedian:0.000}"));
        console.Out.WriteLine(Invariant($"allocated on the device: {_cost.AllocatedBytesPerWindow:0.##} bytes a window; calls {_cost.MaxCallDepth} deep, at most {_cost.MaxStackBytes:N0} bytes of managed stack"));
        console.Out.WriteLine(Invariant($"maxLatencyMs {latency.MaxLatencyMs}: estimated {latency.WorstMilliseconds:0.0} ms at the slow end: {(latency.Holds ? "holds" : "DOES NOT HOLD")}"));
    }

    private static object Row(StageCost stage) => new
    {
        stage.Stage,
        stage.Layer,
        stage.Macs,
        stage.MinInstructions,
        stage.MedianInstructions,
        stage.MaxInstructions,
        stage.InstructionsPerMac,
        stage.MaxUnits,
        EstimatedMs = new
        {
            Slow240 = stage.EstimatedMilliseconds(DeviceSpeed.Slow),
            Middle240 = stage.EstimatedMilliseconds(DeviceSpeed.Middle),
            Fast240 = stage.EstimatedMilliseconds(DeviceSpeed.Fast),
            Slow160 = stage.EstimatedMilliseconds(DeviceSpeed.Slow, ImageMegahertz),
            Middle160 = stage.EstimatedMilliseconds(DeviceSpeed.Middle, ImageMegahertz),
            Fast160 = stage.EstimatedMilliseconds(DeviceSpeed.Fast, ImageMegahertz),
        },
    };

    private static void Add(Table table, StageCost stage, string name)
    {
        table.AddRow(
            name,
            Number(stage.MinInstructions),
            Number(stage.MedianInstructions),
            Number(stage.MaxInstructions),
            stage.InstructionsPerMac is double perMac ? Invariant($"{perMac:0.0}") : string.Empty,
            Milliseconds(stage, DeviceSpeed.Slow),
            Milliseconds(stage, DeviceSpeed.Middle),
            Milliseconds(stage, DeviceSpeed.Fast),
            Milliseconds(stage, DeviceSpeed.Slow, ImageMegahertz));
    }

    private static string Milliseconds(StageCost stage, DeviceSpeed speed, int megahertz = DeviceSpeed.AnchorMegahertz) =>
        Invariant($"{stage.EstimatedMilliseconds(speed, megahertz):0.0}");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
