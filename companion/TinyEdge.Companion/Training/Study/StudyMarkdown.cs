using System.Globalization;
using System.Text;

namespace TinyEdge.Companion.Training.Study;

/// <summary>The figures of a study as a document.</summary>
public static class StudyMarkdown
{
    public static string Write(StudyReport report)
    {
        StringBuilder text = new();
        Line(text, $"# Figures of the fan study");
        Line(text, $"");
        Line(text, $"Written by `tinyedge study --data FOLDER --report FILE`. Trained on the first 60 % of each file (of the moving one: the first half), judged on the rest,");
        Line(text, $"{report.Judged} recordings, in time. Seeds {string.Join(", ", report.Seeds)}; mean and sample deviation. INT8: the device's own engine on its own fixed-point front end.");
        Line(text, $"`fan-speeds` takes {report.DetectorPoolBytes} bytes of pools. What was tried, and what the lines mean: STUDY.md.");
        Line(text, $"");
        Line(text, $"| line | what | must | aim | float | INT8 | INT8 - float, points | |");
        Line(text, $"|---|---|---|---|---|---|---|---|");
        foreach (StudyLine line in report.Lines)
        {
            Line(text, $"| {line.Id} | {line.Text} | {Bound(line, line.Limit)} | {Bound(line, line.Aim)} | {Ratio(line.FloatMean)} ± {Ratio(line.FloatSpread)} | {Ratio(line.Int8Mean)} ± {Ratio(line.Int8Spread)} | {Points(line.Int8Points)} | {Outcome(line)} |");
        }

        Line(text, $"| d | largest distance of INT8 from float on any line asked for, points | <= {StudyReport.Int8LimitPoints} | | | | {Points(report.LargestInt8Points)} | {(report.Int8Holds ? "pass" : "FAIL")} |");
        Line(text, $"");
        Line(text, $"## Each seed");
        Line(text, $"");
        Line(text, $"| line | | {string.Join(" | ", report.Seeds)} | largest difference, points |");
        Line(text, $"|---|---|{string.Concat(report.Seeds.Select(_ => "---|"))}---|");
        foreach (StudyLine line in report.Lines)
        {
            Line(text, $"| {line.Id} | float | {string.Join(" | ", line.Float.Select(Ratio))} | |");
            Line(text, $"| {line.Id} | INT8 | {string.Join(" | ", line.Int8.Select(Ratio))} | {Points(line.LargestInt8Points)} |");
        }

        return text.ToString();
    }

    /// <summary>pass, FAIL, or nothing to reach; with a remark when the aim is reached too.</summary>
    public static string Outcome(StudyLine line) => (line.Holds, line.ReachesAim) switch
    {
        (false, _) => "FAIL",
        (true, true) => "pass, aim reached",
        (true, _) => "pass",
        (null, true) => "aim reached",
        (null, false) => "aim missed",
        _ => line.IsAsked ? "reported" : "",
    };

    /// <summary>What must hold, such as &gt;= 0.95; empty without a bound.</summary>
    public static string Bound(StudyLine line, double? bound) =>
        bound is { } value ? string.Create(CultureInfo.InvariantCulture, $"{(line.IsAtMost ? "<=" : ">=")} {value:0.00}") : "";

    public static string Ratio(double ratio) => ratio.ToString("0.0000", CultureInfo.InvariantCulture);

    public static string Points(double points) => points.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
