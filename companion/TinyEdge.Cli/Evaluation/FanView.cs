using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Cli.Evaluation;

/// <summary>Shows how a pipeline did on the fan recordings.</summary>
internal sealed class FanView(string pipeline, string part, EvaluationReport report, IReadOnlyList<LimitCheck> limits)
{
    private static readonly string[] s_states = [.. Enum.GetNames<MachineState>().Select(name => name.ToLowerInvariant())];

    public object ToJson() => new
    {
        Layout = "fan",
        Pipeline = pipeline,
        Part = part,
        report.Recordings,
        report.SkippedRecordings,
        report.SaturatedValues,
        report.Summary.BalancedAccuracyRatio,
        report.Summary.BySpeed,
        report.Summary.OffRatio,
        report.Summary.MovingRecordings,
        report.Summary.MovingFalseAlarmRatio,
        Classes = s_states,
        ConfusionRecordings = report.Summary.Confusion,
        report.Windows,
        report.ElapsedSeconds,
        report.WindowsPerSecond,
        Limits = limits,
        LimitsHeld = limits.All(limit => limit.Held),
    };

    public void WriteText(CliConsole console)
    {
        EvaluationSummary summary = report.Summary;
        console.Out.WriteLine($"{pipeline}, {PartText()}: {report.Recordings:N0} recordings");
        Table confusion = new Table().Border(TableBorder.Simple).AddColumn("truth, still mounting");
        foreach (string state in s_states)
        {
            confusion.AddColumn(new TableColumn($"called {state}").RightAligned());
        }

        foreach (MachineState state in Enum.GetValues<MachineState>())
        {
            confusion.AddRow([s_states[(int)state], .. summary.Confusion[(int)state].Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        }

        console.Results.Write(confusion);
        Table speeds = new Table().Border(TableBorder.Simple)
            .AddColumn("speed")
            .AddColumn(new TableColumn("normal called healthy").RightAligned())
            .AddColumn(new TableColumn("weight called fault").RightAligned())
            .AddColumn(new TableColumn("balanced accuracy").RightAligned());
        foreach (SpeedSummary speed in summary.BySpeed)
        {
            speeds.AddRow(speed.Speed, FigureText.Ratio(speed.HealthyRatio), FigureText.Ratio(speed.FaultRatio), FigureText.Ratio(speed.BalancedAccuracyRatio));
        }

        speeds.AddRow("all", "", "", FigureText.Ratio(summary.BalancedAccuracyRatio));
        console.Results.Write(speeds);
        console.Out.WriteLine($"off called off         {FigureText.Ratio(summary.OffRatio)}");
        console.Out.WriteLine($"moving called faulty   {FigureText.Ratio(summary.MovingFalseAlarmRatio)}  ({MovingAlarms(summary):N0} of {summary.MovingRecordings:N0} recordings, false alarms)");
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"windows                {report.Windows:N0} in {report.ElapsedSeconds:0.00} s, {report.WindowsPerSecond:N0} a second on this machine"));
        JudgementRemarks.Write(console, report.SkippedRecordings, report.SaturatedValues, limits);
    }

    private static int MovingAlarms(EvaluationSummary summary) => (int)Math.Round((summary.MovingFalseAlarmRatio ?? 0) * summary.MovingRecordings);

    private string PartText() => part switch
    {
        "judged" => "judged part (last 40 % of each file, of a moving one the last half)",
        "training" => "training part (first 60 % of each file, of a moving one the first half; says nothing about new recordings)",
        _ => "all recordings (the shipped models were trained on most of them)",
    };
}
