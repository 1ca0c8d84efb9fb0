using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Shows what a pipeline said about recordings without labels.</summary>
internal sealed class PlainView(string pipeline, string scoreClass, RecordingReport report)
{
    public object ToJson() => new
    {
        Layout = "plain",
        Pipeline = pipeline,
        ScoreClass = scoreClass,
        Recordings = report.Verdicts,
        report.Windows,
        report.ElapsedSeconds,
        report.WindowsPerSecond,
    };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine($"{pipeline}; score of '{scoreClass}', 0 to 255");
        Table table = new Table().Border(TableBorder.Simple).AddColumn("recording");
        foreach (string heading in new[] { "seconds", "decisions", "class", "of these", "mean score", "highest", "alarms" })
        {
            TableColumn column = new(heading);
            table.AddColumn(heading == "class" ? column : column.RightAligned());
        }

        foreach (RecordingVerdict verdict in report.Verdicts)
        {
            table.AddRow([.. Cells(verdict).Select(cell => new Text(cell))]);
        }

        console.Results.Write(table);
        WriteRemarks(console);
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Windows:N0} windows in {report.ElapsedSeconds:0.00} s, {report.WindowsPerSecond:N0} a second on this machine"));
    }

    private void WriteRemarks(CliConsole console)
    {
        int silent = report.Verdicts.Count(verdict => verdict.Decisions == 0);
        if (silent > 0)
        {
            console.Out.WriteLine($"too short for one inference: {silent:N0}");
        }

        int saturated = report.Verdicts.Sum(verdict => verdict.SaturatedValues);
        if (saturated > 0)
        {
            console.Out.WriteLine($"values beyond the device's range: {saturated:N0}");
        }
    }

    private static string[] Cells(RecordingVerdict verdict)
    {
        string share = verdict.Class is null ? "-" : verdict.DecisionsByClass[verdict.Class].ToString("N0", CultureInfo.InvariantCulture);
        return
        [
            verdict.Recording,
            verdict.DurationSeconds.ToString("0.00", CultureInfo.InvariantCulture),
            verdict.Decisions.ToString("N0", CultureInfo.InvariantCulture),
            verdict.Class ?? "-",
            share,
            verdict.MeanScore?.ToString("0", CultureInfo.InvariantCulture) ?? "-",
            verdict.HighestScore?.ToString(CultureInfo.InvariantCulture) ?? "-",
            verdict.Alarms.ToString("N0", CultureInfo.InvariantCulture),
        ];
    }
}
