using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Cli.Training;

/// <summary>The comparison table, for a person and for the README.</summary>
internal static class ComparisonView
{
    public static void Write(CliConsole console, QuantizationComparison comparison)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumns("network", "made INT8");
        foreach (string heading in new[] { "accuracy", "balanced", "SQNR of the probabilities, dB", "other class than float" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (ComparisonRow row in comparison.Rows)
        {
            table.AddRow(
                row.Network,
                row.Way,
                FigureText.Ratio(row.AccuracyRatio),
                FigureText.Ratio(row.BalancedAccuracyRatio),
                row.SqnrDecibels?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-",
                row.ClassesChangedRatio.ToString("P1", CultureInfo.InvariantCulture));
        }

        console.Results.Write(table);
    }
}
