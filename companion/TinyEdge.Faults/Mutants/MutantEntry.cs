using System.Text.Json;
using TinyEdge.Faults.Campaigns;
using TinyEdge.Faults.Scenarios;

namespace TinyEdge.Faults.Mutants;

/// <summary>Where a campaign begins inside a <see cref="MutantContext"/>. Types of the two sides are different ones: only text crosses.</summary>
internal static class MutantEntry
{
    /// <param name="scenarios">Names, separated by commas; none for all.</param>
    /// <param name="threads">How many threads work.</param>
    /// <param name="stopsAtFailure">Whether one failure is enough.</param>
    /// <returns>A <see cref="MutantFinding"/> as JSON.</returns>
    public static string Run(string scenarios, int threads, bool stopsAtFailure)
    {
        CampaignOptions options = CampaignOptions.Short with { Threads = threads, StopsAtFailure = stopsAtFailure };
        if (scenarios.Length > 0)
        {
            options = options with { Scenarios = [.. scenarios.Split(',').Select(ScenarioCatalog.Find)] };
        }

        CampaignResult result = Campaign.Run(options);
        FailedCase? first = result.Failures.Count > 0 ? result.Failures[0] : null;
        return JsonSerializer.Serialize(new MutantFinding(result.Cases, result.Failures.Count, first?.Id, first?.Violation.Split('\n')[0]));
    }
}
