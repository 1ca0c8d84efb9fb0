using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Shows how a pipeline did on recordings of a data set.</summary>
internal sealed class ClassView(string pipeline, string part, ClassReport report, IReadOnlyList<LimitCheck> limits)
{
    public object ToJson() => new
    {
        Layout = "dataset",
        Pipeline = pipeline,
        Part = part,
        report.Recordings,
        SkippedRecordings = report.Skipped,
        report.SaturatedValues,
        report.AccuracyRatio,
        report.BalancedAccuracyRatio,
        Classes = report.Labels,
        ConfusionRecordings = report.Confusion,
        report.ByStratum,
        report.Windows,
        report.ElapsedSeconds,
        Limits = limits,
        LimitsHeld = limits.All(limit => limit.Held),
    };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine(FormattableString.Invariant($"{pipeline}, {part} part: {report.Recordings:N0} recordings"));
        Table confusion = new Table().Border(TableBorder.Simple).AddColumn("truth");
        foreach (string label in report.Labels)
        {
            confusion.AddColumn(new TableColumn($"called {label}").RightAligned());
        }

        for (int actual = 0; actual < report.Labels.Count; actual++)
        {
            confusion.AddRow([report.Labels[actual], .. report.Confusion[actual].Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        }

        console.Results.Write(confusion);
        Table strata = new Table().Border(TableBorder.Simple).AddColumn("stratum").AddColumn("class").AddColumn(new TableColumn("recordings").RightAligned()).AddColumn(new TableColumn("right").RightAligned());
        foreach (StratumAccuracy row in report.ByStratum)
        {
            strata.AddRow(row.Stratum, row.Label, row.Recordings.ToString("N0", CultureInfo.InvariantCulture), FigureText.Ratio((double)row.Right / row.Recordings));
        }

        console.Results.Write(strata);
        console.Out.WriteLine($"accuracy               {FigureText.Ratio(report.AccuracyRatio)}");
        console.Out.WriteLine($"balanced accuracy      {FigureText.Ratio(report.BalancedAccuracyRatio)}");
        JudgementRemarks.Write(console, report.Skipped, report.SaturatedValues, limits);
    }
}
