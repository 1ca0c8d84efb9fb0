using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Shows accuracy against severity: a row an effect, a column a step.</summary>
internal sealed class RobustnessView(string pipeline, RobustnessReport report)
{
    public object ToJson() => new { Pipeline = pipeline, Part = "judged", report.Recordings, report.Seed, report.Curves };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine(FormattableString.Invariant($"{pipeline}: balanced accuracy on {report.Recordings:N0} recordings of the verdict part, made worse step by step (seed {report.Seed})"));
        Table table = new Table().Border(TableBorder.Simple).AddColumn("effect");
        foreach (RobustnessPoint point in report.Curves[0].Points)
        {
            table.AddColumn(new TableColumn(point.Severity.ToString("0.##", CultureInfo.InvariantCulture)).RightAligned());
        }

        table.AddColumn("severity 1 is");
        foreach (RobustnessCurve curve in report.Curves)
        {
            table.AddRow([curve.Effect, .. curve.Points.Select(p => p.BalancedAccuracyRatio.ToString("0.000", CultureInfo.InvariantCulture)), curve.Points[^1].Physical]);
        }

        console.Results.Write(table);
    }
}
