using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Validation;

namespace TinyEdge.Cli.Validation;

/// <summary>Shows a validation on a terminal and as JSON. Numbers that do not exist are a dash, or absent.</summary>
internal sealed class ValidationView(ValidationReport report, IReadOnlyList<RangeChange> changes)
{
    public object ToJson() => new
    {
        report.Model,
        report.DataSet,
        report.Part,
        report.Labels,
        report.ScoreClass,
        report.HasFloat,
        report.Options,
        Layers = report.Layers.Select(l => new
        {
            l.Index,
            l.Name,
            l.Kind,
            l.FloatMin,
            l.FloatMax,
            l.RepresentableMin,
            l.RepresentableMax,
            l.Scale,
            l.ZeroPoint,
            l.UsedPercent,
            l.SaturationPercent,
            SqnrDb = Number(l.SqnrDb),
            OwnSqnrDb = Number(l.OwnSqnrDb),
            LargestErrorSteps = Number(l.LargestErrorSteps),
            MeanErrorSteps = Number(l.MeanErrorSteps),
            l.Weights,
            l.ClippedWeights,
            l.Channels,
            l.DeadChannels,
            l.FakeDifferences,
            l.FakeLargestSteps,
            l.Findings,
        }),
        report.Strata,
        FloatAuc = report.FloatRoc?.Auc,
        Int8Auc = report.Int8Roc?.Auc,
        Thresholds = report.Thresholds.Select(t => new { t.Threshold, t.IsInUse, Float = Ratios(t.Float), Int8 = Ratios(t.Int8) }),
        TunedRanges = changes,
        report.Failures,
        report.Passed,
    };

    public void WriteText(CliConsole console)
    {
        WriteLayers(console);
        WriteFindings(console);
        WriteStrata(console);
        WriteConfusion(console);
        WriteThresholds(console);
        foreach (RangeChange change in changes)
        {
            console.Out.WriteLine(FormattableString.Invariant($"tuned  {change.Layer}: {change.Before.Min:0.###}..{change.Before.Max:0.###} to {change.After.Min:0.###}..{change.After.Max:0.###}; SQNR of the network {change.SqnrBeforeDb:0.0} to {change.SqnrAfterDb:0.0} dB"));
        }

        console.Out.WriteLine(Verdict(report));
    }

    public static string Verdict(ValidationReport report) => !report.HasFloat
        ? "NOT JUDGED: without the float network nobody knows what INT8 loses"
        : report.Passed
            ? FormattableString.Invariant($"PASS: INT8 loses at most {report.Options.MaxLossPoints:0.00} points overall and in each of {report.Strata.Skip(1).Count(s => s.IsJudged)} judged strata")
            : $"FAIL: {report.Failures.Count} {(report.Failures.Count == 1 ? "reason" : "reasons")}";

    public static string Decibels(double value) => double.IsNaN(value) ? "-" : double.IsPositiveInfinity(value) ? "exact" : FormattableString.Invariant($"{value:0.0}");

    public static string Steps(double value) => double.IsNaN(value) ? "-" : FormattableString.Invariant($"{value:0.00}");

    public static string Ratio(double? value) => value is double ratio ? FormattableString.Invariant($"{ratio:0.0000}") : "-";

    public static string Points(double? value) => value is double points ? FormattableString.Invariant($"{points + 0.0:+0.00;-0.00;0.00}") : "-";

    private static double? Number(double value) => double.IsFinite(value) ? value : null;

    private static object? Ratios(RocPoint? point) => point is RocPoint p ? new { p.FalseAlarmRatio, p.DetectionRatio } : null;

    private void WriteLayers(CliConsole console)
    {
        Table table = Columns(["layer"], "values", "can hold", "used %", "cut %", "SQNR dB", "own dB", "worst", "mean", "clipped", "dead", "fake");
        foreach (LayerFigures l in report.Layers)
        {
            table.AddRow(
                $"{l.Index} {l.Name}{(l.Findings.Count > 0 ? " !" : string.Empty)}", FormattableString.Invariant($"{l.FloatMin:0.##}..{l.FloatMax:0.##}"), FormattableString.Invariant($"{l.RepresentableMin:0.##}..{l.RepresentableMax:0.##}"), FormattableString.Invariant($"{l.UsedPercent:0.0}"), FormattableString.Invariant($"{l.SaturationPercent:0.00}"),
                Decibels(l.SqnrDb), Decibels(l.OwnSqnrDb), Steps(l.LargestErrorSteps), Steps(l.MeanErrorSteps), FormattableString.Invariant($"{l.ClippedWeights}"), FormattableString.Invariant($"{l.DeadChannels}/{l.Channels}"), FormattableString.Invariant($"{l.FakeDifferences}"));
        }

        console.Results.Write(table);
        console.Out.WriteLine("SQNR: float against INT8 up to the layer; own: what the layer adds; worst and mean error in steps of its output; clipped weights; dead channels; outputs in which fake-quantised and INT8 differ");
    }

    private void WriteFindings(CliConsole console)
    {
        foreach (LayerFigures layer in report.Flagged)
        {
            foreach (LayerFinding finding in layer.Findings)
            {
                console.Out.WriteLine($"! layer {layer.Index} '{layer.Name}': {finding.What}");
                console.Out.WriteLine($"  {finding.Advice}");
            }
        }
    }

    private void WriteStrata(CliConsole console)
    {
        Table table = Columns(["stratum"], "recordings", "float", "INT8", "loss, points", "same verdict", "judged");
        foreach (StratumFigures s in report.Strata)
        {
            table.AddRow(s.Name, FormattableString.Invariant($"{s.Int8.Samples:N0}"), Ratio(s.Float?.BalancedAccuracyRatio), Ratio(s.Int8.BalancedAccuracyRatio), Points(s.LossPoints), Ratio(s.AgreementRatio), s.IsJudged ? "yes" : "too few");
        }

        console.Out.WriteLine("balanced accuracy: mean over the classes present of the share called right");
        console.Results.Write(table);
    }

    private void WriteConfusion(CliConsole console)
    {
        StratumFigures all = report.Strata[0];
        Table table = Columns(["truth"], [.. report.Labels.Select(label => all.Float is null ? $"called {label}" : $"called {label}, float / INT8")]);
        for (int actual = 0; actual < report.Labels.Count; actual++)
        {
            table.AddRow([report.Labels[actual], .. Enumerable.Range(0, report.Labels.Count).Select(called => all.Float is null
                ? FormattableString.Invariant($"{all.Int8.Confusion[actual][called]:N0}") : FormattableString.Invariant($"{all.Float.Confusion[actual][called]:N0} / {all.Int8.Confusion[actual][called]:N0}"))]);
        }

        console.Results.Write(table);
    }

    private void WriteThresholds(CliConsole console)
    {
        if (report.Thresholds.Count == 0)
        {
            return;
        }

        console.Out.WriteLine(FormattableString.Invariant($"score of '{report.ScoreClass}': area under the ROC curve {Ratio(report.FloatRoc?.Auc)} in float, {Ratio(report.Int8Roc?.Auc)} in INT8"));
        Table table = Columns(["alarm from"], "detected, float", "detected, INT8", "false alarms, float", "false alarms, INT8");
        foreach (ThresholdRow row in report.Thresholds)
        {
            table.AddRow(FormattableString.Invariant($"{row.Threshold:0.000}{(row.IsInUse ? " in use" : string.Empty)}"), Ratio(row.Float?.DetectionRatio), Ratio(row.Int8.DetectionRatio), Ratio(row.Float?.FalseAlarmRatio), Ratio(row.Int8.FalseAlarmRatio));
        }

        console.Results.Write(table);
    }

    private static Table Columns(string[] left, params string[] right)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string name in left)
        {
            table.AddColumn(name);
        }

        foreach (string name in right)
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        return table;
    }
}
