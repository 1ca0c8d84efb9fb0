namespace TinyEdge.Faults.Campaigns;

/// <summary>What a campaign did and found.</summary>
/// <param name="Scenarios">By scenario, in the catalogue's order.</param>
/// <param name="Failures">Every failed case, ordered by scenario and then as the cases were made.</param>
public sealed record CampaignResult(IReadOnlyList<ScenarioFigures> Scenarios, IReadOnlyList<FailedCase> Failures)
{
    public int Cases => Scenarios.Sum(scenario => scenario.TotalCases);

    public int CutPoints => Scenarios.Sum(scenario => scenario.CutPoints);

    public bool Holds => Failures.Count == 0;
}
