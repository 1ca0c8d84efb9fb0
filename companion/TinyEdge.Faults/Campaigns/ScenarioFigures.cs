namespace TinyEdge.Faults.Campaigns;

/// <summary>What was run of one scenario.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Operations">Operations of an undisturbed run that write, erase, make or delete.</param>
/// <param name="Reads">Reads of an undisturbed run.</param>
/// <param name="CutPoints">Operations times ways in which the power can be cut at them.</param>
/// <param name="Cases">Cases of each part.</param>
/// <param name="MostBoots">Boots until stable, of all cases.</param>
/// <param name="Violations">Cases in which an invariant did not hold.</param>
public sealed record ScenarioFigures(
    string Scenario, int Operations, int Reads, int CutPoints, IReadOnlyDictionary<CampaignPart, int> Cases, int MostBoots, int Violations)
{
    public int TotalCases => Cases.Values.Sum();
}
