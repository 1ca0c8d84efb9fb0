using System.Globalization;
using System.Net;
using System.Text;

namespace TinyEdge.Faults.Soak;

/// <summary>A soak as a document.</summary>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Options">Length and seed.</param>
/// <param name="Figures">What it found.</param>
public sealed record SoakReport(string Command, SoakOptions Options, SoakFigures Figures)
{
    private string Verdict => Figures.Holds ? "Everything held." : string.Create(CultureInfo.InvariantCulture, $"{Figures.ViolationCount:N0} things did not hold.");

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# Soak\n\nMade by `{Command}`. {Verdict}\n\n| figure | |\n|---|---|\n");
        foreach ((string name, string value) in Rows())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        }

        foreach (string violation in Figures.Violations)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {violation}\n");
        }

        return text.ToString();
    }

    public string ToHtml()
    {
        StringBuilder text = new();
        text.Append("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Soak</title>\n<style>body{font:16px sans-serif;margin:2em;max-width:60em}td{padding:.2em 1em .2em 0}td+td{text-align:right}</style>\n");
        text.Append(CultureInfo.InvariantCulture, $"<h1>Soak</h1>\n<p>Made by <code>{WebUtility.HtmlEncode(Command)}</code>. {Verdict}</p>\n<table>\n");
        foreach ((string name, string value) in Rows())
        {
            text.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td>{value}</td></tr>\n");
        }

        text.Append("</table>\n");
        foreach (string violation in Figures.Violations)
        {
            text.Append(CultureInfo.InvariantCulture, $"<p>{WebUtility.HtmlEncode(violation)}</p>\n");
        }

        return text.Append("</html>\n").ToString();
    }

    /// <summary>The figures in the order of reading.</summary>
    public IEnumerable<(string Name, string Value)> Rows()
    {
        SoakFigures f = Figures;
        return
        [
            ("seed", Number(Options.Seed)),
            ("windows classified", Number(f.Windows)),
            ("samples of three axes", Number(f.Samples)),
            ("time of the device, hours", Number(f.DeviceMs / 3_600_000)),
            ("alarms raised", Number(f.Alarms)),
            ("health lines", Number(f.HealthLines)),
            ("boots", Number(f.Boots)),
            ("power cuts between two rounds", Number(f.PowerCuts)),
            ("power cuts in a write or an erase", Number(f.FlashCuts)),
            ("pushes of good bundles", Number(f.GoodPushes)),
            ("pushes of damaged, replayed or wrong bundles", Number(f.BadPushes)),
            ("pushes cut off by the link", Number(f.LinkLosses)),
            ("bundles confirmed", Number(f.Confirmed)),
            ("trials taken back", Number(f.Reverted)),
            ("bundles left after unclean boots", Number(f.FellBack)),
            ("sensor silences", Number(f.Silences)),
            ("failed bus transfers asked for", Number(f.BusErrors)),
            ("FIFO overruns asked for", Number(f.Overruns)),
            ("comparisons of every counter with the oracle", Number(f.CounterChecks)),
            ("decisions lost", Number(f.Lost)),
            ("decisions invented or different", Number(f.Invented)),
            ("rounds without file access", Number(f.SteadyRounds)),
            ("bytes allocated in them", Number(f.SteadyAllocatedBytes)),
            ("bytes of the process alive after a collection, first look (varies)", Number(f.LiveBytesFirst)),
            ("the same, last look (varies)", Number(f.LiveBytesLast)),
            ("violations", Number(f.ViolationCount)),
        ];
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
