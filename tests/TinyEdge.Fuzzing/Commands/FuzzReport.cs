using System.Globalization;
using System.Reflection;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Figures of runs as rows of a table, one row a run.</summary>
internal static class FuzzReport
{
    private const string Head = "| target | seed | first | inputs | accepted | share | different answers | findings | seconds | inputs/s | revision |\n|---|---|---|---|---|---|---|---|---|---|---|\n";

    private const int RevisionDigits = 9;

    /// <summary>Of the sources that were built, as the build wrote it down; what was not committed then, it does not tell.</summary>
    private static readonly string s_revision = Shorten(typeof(FuzzReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    public static string Line(FuzzSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {summary.Target} | {summary.Seed} | {summary.First} | {summary.Inputs:N0} | {summary.Accepted:N0} | {summary.AcceptedShare:P1} | {summary.Outcomes} | {summary.Findings.Count} | {summary.Seconds:N0} | {summary.InputsPerSecond:N0} | {s_revision} |");

    /// <summary>Adds a row to a file, with the table's head when it is new.</summary>
    public static void Append(string? path, FuzzSummary summary)
    {
        if (path is not null)
        {
            File.AppendAllText(path, (File.Exists(path) ? string.Empty : Head) + Line(summary) + "\n");
        }
    }

    private static string Shorten(string? version) => version?.Split('+') is [_, { Length: >= RevisionDigits } revision] ? revision[..RevisionDigits] : "unknown";
}
