using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Training;

namespace TinyEdge.Cli.Training;

/// <summary>Shows passes as they are made: on a terminal a table with curves that is drawn anew, into a pipe a line now and then.</summary>
internal sealed class TrainingProgress : IDisposable
{
    private const int LinesInAPipe = 10;

    private readonly CliConsole _console;
    private readonly List<EpochReport> _curve = [];
    private readonly TaskCompletionSource _end = new();
    private LiveDisplayContext? _live;
    private Task? _display;

    public TrainingProgress(CliConsole console) => _console = console;

    public void Observe(EpochReport report)
    {
        if (report.Epoch == 1)
        {
            _curve.Clear();
        }

        _curve.Add(report);
        if (_console.Narration.Profile.Capabilities.Interactive)
        {
            Draw();
        }
        else if (report.Epoch == 1 || report.Epoch == report.Epochs || report.Epoch * LinesInAPipe / report.Epochs != (report.Epoch - 1) * LinesInAPipe / report.Epochs)
        {
            _console.Say(Line(report));
        }
    }

    public void Dispose()
    {
        _end.TrySetResult();
        _display?.Wait();
    }

    /// <summary>One pass as a line.</summary>
    internal static string Line(EpochReport report)
    {
        string validation = report.ValidationLoss is double loss ? string.Create(CultureInfo.InvariantCulture, $", tuning loss {loss:0.0000}") : string.Empty;
        string accuracy = report.ValidationAccuracy is double ratio ? string.Create(CultureInfo.InvariantCulture, $", right {ratio:0.000}") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"pass {report.Epoch}/{report.Epochs} {(report.IsQuantized ? "INT8 " : "float")} loss {report.TrainingLoss:0.0000}{validation}{accuracy}");
    }

    /// <summary>The table that a terminal shows.</summary>
    internal static IRenderable Table(IReadOnlyList<EpochReport> curve)
    {
        EpochReport last = curve[^1];
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "now", "best", "curve");
        table.Title = new TableTitle($"pass {last.Epoch} of {last.Epochs}, {(last.IsQuantized ? "quantised in the loop" : "float")}");
        AddRow(table, "training loss", [.. curve.Select(e => e.TrainingLoss)], isLossy: true);
        if (last.ValidationLoss is not null)
        {
            AddRow(table, "tuning loss", [.. curve.Select(e => e.ValidationLoss ?? 0)], isLossy: true);
        }

        if (last.ValidationAccuracy is not null)
        {
            AddRow(table, "tuning, right", [.. curve.Select(e => e.ValidationAccuracy ?? 0)], isLossy: false);
        }

        return table;
    }

    /// <summary>Values as bars of eight heights, from the least to the largest; at most 60 of them, the mean of neighbours.</summary>
    internal static string Sparkline(IReadOnlyList<double> values)
    {
        const string Bars = "▁▂▃▄▅▆▇█";
        const int Most = 60;
        int count = Math.Min(values.Count, Most);
        double[] means = [.. Enumerable.Range(0, count).Select(i => values.Skip(i * values.Count / count).Take(((i + 1) * values.Count / count) - (i * values.Count / count)).Average())];
        double least = means.Min();
        double span = Math.Max(means.Max() - least, 1e-12);
        return string.Concat(means.Select(v => Bars[(int)Math.Min(7, (v - least) / span * 8)]));
    }

    private static void AddRow(Table table, string name, double[] values, bool isLossy) => table.AddRow(
        name, values[^1].ToString("0.0000", CultureInfo.InvariantCulture), (isLossy ? values.Min() : values.Max()).ToString("0.0000", CultureInfo.InvariantCulture), Sparkline(values));

    private void Draw()
    {
        IRenderable table = Table(_curve);
        if (_display is null)
        {
            TaskCompletionSource started = new();
            _display = _console.Narration.Live(table).StartAsync(async live =>
            {
                _live = live;
                started.SetResult();
                await _end.Task.ConfigureAwait(false);
            });
            started.Task.Wait();
        }

        _live!.UpdateTarget(table);
        _live.Refresh();
    }
}
