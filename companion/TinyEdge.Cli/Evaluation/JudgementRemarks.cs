using TinyEdge.Cli.Console;

namespace TinyEdge.Cli.Evaluation;

/// <summary>What stands below the figures of an evaluation: what was not judged, what was cut off, which limits hold.</summary>
internal static class JudgementRemarks
{
    /// <param name="skipped">Recordings too short for one inference.</param>
    /// <param name="saturated">Values beyond the device's int16.</param>
    public static void Write(CliConsole console, int skipped, int saturated, IReadOnlyList<LimitCheck> limits)
    {
        if (skipped > 0)
        {
            console.Out.WriteLine($"not judged             too short for one inference: {skipped:N0}");
        }

        if (saturated > 0)
        {
            console.Out.WriteLine($"saturated              values beyond the device's range: {saturated:N0}");
        }

        foreach (LimitCheck limit in limits)
        {
            console.Out.WriteLine($"{(limit.Held ? "ok    " : "MISSED")}  {limit}");
        }
    }
}
