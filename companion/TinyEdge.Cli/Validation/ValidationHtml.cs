using System.Net;
using System.Text;
using TinyEdge.Companion;
using TinyEdge.Companion.Validation;

namespace TinyEdge.Cli.Validation;

/// <summary>A validation as one HTML page: no script, no other file, pictures inline.</summary>
internal static class ValidationHtml
{
    private const string Style = """
        body{font:15px/1.5 system-ui,'Segoe UI','DejaVu Sans',sans-serif;color:#1c2733;max-width:1240px;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #d7dee5;padding-bottom:.2rem}
        table{border-collapse:collapse;font-size:13px;margin:.6rem 0}th,td{padding:.25rem .6rem;text-align:right;border-bottom:1px solid #e6ebf0;white-space:nowrap}
        th{background:#f3f6f9;font-weight:600}th:first-child,td:first-child{text-align:left}
        .verdict{padding:.7rem 1rem;border-radius:6px;font-weight:600;margin:1rem 0}.pass{background:#e4f3e8;color:#14602c}.fail{background:#fae5e3;color:#8c1d14}.open{background:#fdf3dc;color:#6d4c00}
        .flag{background:#fdf3dc}.finding{border-left:4px solid #d9a400;padding:.3rem .8rem;margin:.5rem 0;background:#fffaf0}.hard{border-color:#b03030;background:#fdf1f0}
        .note{color:#566573;font-size:13px}svg{max-width:940px;width:100%;height:auto;display:block}.wide{overflow-x:auto}
        """;

    /// <exception cref="TinyEdgeException">It cannot be written.</exception>
    public static void Save(ValidationReport report, string path)
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(Page(report, ValidationPictures.ToSvg(report))), overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TinyEdgeException(ExitCode.BadInput, $"The report {path} cannot be written.", error.Message, "Choose a folder that exists and is writable.", inner: error);
        }
    }

    /// <param name="pictures">SVG elements by name.</param>
    public static string Page(ValidationReport report, IReadOnlyDictionary<string, string> pictures)
    {
        string name = Encode(Path.GetFileName(Path.TrimEndingDirectorySeparator(report.Model)));
        StringBuilder page = new();
        page.Append($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Validation of {name}</title>\n<style>{Style}</style></head>\n<body>\n");
        page.Append($"<h1>Validation of {name}</h1>\n<p class=\"note\">{report.Strata[0].Int8.Samples:N0} recordings of {Encode(report.DataSet)}, {Encode(report.Part)} part: the model has not been trained on them. INT8 is the device's own code.</p>\n");
        string kind = !report.HasFloat ? "open" : report.Passed ? "pass" : "fail";
        page.Append($"<div class=\"verdict {kind}\">{Encode(ValidationView.Verdict(report))}</div>\n");
        AddFailures(page, report);
        AddStrata(page, report, pictures);
        AddLayers(page, report, pictures);
        AddConfusion(page, report);
        AddThresholds(page, report, pictures);
        AddMethod(page, report);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AddFailures(StringBuilder page, ValidationReport report)
    {
        foreach (string failure in report.Failures)
        {
            page.Append($"<div class=\"finding hard\">{Encode(failure)}</div>\n");
        }
    }

    private static void AddStrata(StringBuilder page, ValidationReport report, IReadOnlyDictionary<string, string> pictures)
    {
        page.Append("<h2>What INT8 costs, by stratum</h2>\n");
        AddTable(page, ["stratum", "recordings", "float", "INT8", "loss, points", "same verdict", "judged"], report.Strata.Select(s => (
            Cells: (IReadOnlyList<string>)[s.Name, FormattableString.Invariant($"{s.Int8.Samples:N0}"), ValidationView.Ratio(s.Float?.BalancedAccuracyRatio), ValidationView.Ratio(s.Int8.BalancedAccuracyRatio), ValidationView.Points(s.LossPoints), ValidationView.Ratio(s.AgreementRatio), s.IsJudged ? "yes" : "too few"],
            IsFlagged: s.IsJudged && s.LossPoints > report.Options.MaxLossPoints)));
        AddPicture(page, pictures, "strata");
    }

    private static void AddLayers(StringBuilder page, ValidationReport report, IReadOnlyDictionary<string, string> pictures)
    {
        page.Append("<h2>Layer by layer</h2>\n");
        AddTable(page, ["layer", "operator", "values", "can hold", "scale", "zero point", "used %", "cut off %", "SQNR dB", "own dB", "worst error", "mean error", "clipped weights", "dead channels", "fake differs"], report.Layers.Select(l => (
            Cells: (IReadOnlyList<string>)
            [
                $"{l.Index} {l.Name}", l.Kind, FormattableString.Invariant($"{l.FloatMin:0.###}..{l.FloatMax:0.###}"), FormattableString.Invariant($"{l.RepresentableMin:0.###}..{l.RepresentableMax:0.###}"), FormattableString.Invariant($"{l.Scale:0.#####}"), FormattableString.Invariant($"{l.ZeroPoint}"),
                FormattableString.Invariant($"{l.UsedPercent:0.0}"), FormattableString.Invariant($"{l.SaturationPercent:0.00}"), ValidationView.Decibels(l.SqnrDb), ValidationView.Decibels(l.OwnSqnrDb), ValidationView.Steps(l.LargestErrorSteps), ValidationView.Steps(l.MeanErrorSteps),
                l.Weights == 0 ? "-" : FormattableString.Invariant($"{l.ClippedWeights} of {l.Weights}"), FormattableString.Invariant($"{l.DeadChannels} of {l.Channels}"), FormattableString.Invariant($"{l.FakeDifferences}"),
            ],
            IsFlagged: l.Findings.Count > 0)));
        foreach (LayerFigures layer in report.Flagged)
        {
            foreach (LayerFinding finding in layer.Findings)
            {
                page.Append($"<div class=\"finding{(finding.IsHard ? " hard" : string.Empty)}\"><b>layer {layer.Index} '{Encode(layer.Name)}'</b>: {Encode(finding.What)}<br>{Encode(finding.Advice)}</div>\n");
            }
        }

        page.Append("<p class=\"note\">Errors are in units of the layer's output scale. SQNR: float network against INT8 up to this layer; own: what this layer adds by itself. Used: share of the representable range that the middle 99.9 % of the values span.</p>\n");
        AddPicture(page, pictures, "noise");
        AddPicture(page, pictures, "ranges");
    }

    private static void AddConfusion(StringBuilder page, ValidationReport report)
    {
        StratumFigures all = report.Strata[0];
        page.Append($"<h2>Confusion{(all.Float is null ? string.Empty : ", float / INT8")}</h2>\n");
        AddTable(page, ["truth", .. report.Labels.Select(label => $"called {label}")], report.Labels.Select((label, actual) => (
            Cells: (IReadOnlyList<string>)[label, .. all.Int8.Confusion[actual].Select((count, called) => all.Float is null ? FormattableString.Invariant($"{count:N0}") : FormattableString.Invariant($"{all.Float.Confusion[actual][called]:N0} / {count:N0}"))],
            IsFlagged: false)));
    }

    private static void AddThresholds(StringBuilder page, ValidationReport report, IReadOnlyDictionary<string, string> pictures)
    {
        if (report.Thresholds.Count == 0)
        {
            return;
        }

        page.Append($"<h2>Thresholds on the score of '{Encode(report.ScoreClass)}'</h2>\n");
        AddPicture(page, pictures, "roc");
        AddTable(page, ["alarm from", "detected, float", "detected, INT8", "false alarms, float", "false alarms, INT8"], report.Thresholds.Select(row => (
            Cells: (IReadOnlyList<string>)[FormattableString.Invariant($"{row.Threshold:0.000}{(row.IsInUse ? " in use" : string.Empty)}"), ValidationView.Ratio(row.Float?.DetectionRatio), ValidationView.Ratio(row.Int8.DetectionRatio), ValidationView.Ratio(row.Float?.FalseAlarmRatio), ValidationView.Ratio(row.Int8.FalseAlarmRatio)],
            IsFlagged: row.IsInUse)));
        page.Append("<p class=\"note\">One recording, one verdict, before smoothing and debounce.</p>\n");
    }

    private static void AddMethod(StringBuilder page, ValidationReport report)
    {
        LayerLimits limits = report.Options.Limits;
        page.Append("<h2>Limits</h2>\n<p class=\"note\">");
        page.Append(FormattableString.Invariant($"INT8 may lose {report.Options.MaxLossPoints:0.00} points of balanced accuracy (mean over the classes present of the share called right), overall and in each stratum of at least {report.Options.LeastStratumSamples} recordings. A layer is flagged beyond {limits.MostSaturationPercent:0.0} % cut off, below {limits.LeastUsedPercent:0} % of its range used, below {limits.LeastOwnSqnrDb:0} dB of its own or {limits.LeastSqnrDb:0} dB in all, or beyond {limits.MostClippedWeightsPercent:0.0} % of its weights clipped; the model fails beyond {limits.HardSaturationPercent:0} % cut off or below {limits.HardOwnSqnrDb:0} dB of a layer's own."));
        page.Append("</p>\n");
    }

    private static void AddTable(StringBuilder page, IReadOnlyList<string> heads, IEnumerable<(IReadOnlyList<string> Cells, bool IsFlagged)> rows)
    {
        page.Append("<div class=\"wide\"><table><tr>").AppendJoin(string.Empty, heads.Select(head => $"<th>{Encode(head)}</th>")).Append("</tr>\n");
        foreach ((IReadOnlyList<string> cells, bool isFlagged) in rows)
        {
            page.Append(isFlagged ? "<tr class=\"flag\">" : "<tr>").AppendJoin(string.Empty, cells.Select(cell => $"<td>{Encode(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</table></div>\n");
    }

    private static void AddPicture(StringBuilder page, IReadOnlyDictionary<string, string> pictures, string name)
    {
        if (pictures.TryGetValue(name, out string? svg))
        {
            page.Append(svg).Append('\n');
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
