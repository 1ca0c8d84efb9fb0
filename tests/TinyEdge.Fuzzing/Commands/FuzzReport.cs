using System.Globalization;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Figures of runs as rows of a table, one row a run.</summary>
internal static class FuzzReport
{
    private const string Head = "| target | seed | first | inputs | accepted | different answers | findings | inputs/s |\n|---|---|---|---|---|---|---|---|\n";

    public static string Line(FuzzSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {summary.Target} | {summary.Seed} | {summary.First} | {summary.Inputs:N0} | {summary.Accepted:N0} | {summary.Outcomes} | {summary.Findings.Count} | {summary.InputsPerSecond:N0} |");

    /// <summary>Adds a row to a file, with the table's head when it is new.</summary>
    public static void Append(string? path, FuzzSummary summary)
    {
        if (path is not null)
        {
            File.AppendAllText(path, (File.Exists(path) ? string.Empty : Head) + Line(summary) + "\n");
        }
    }
}
