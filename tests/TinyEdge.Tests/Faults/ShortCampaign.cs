using TinyEdge.Faults.Campaigns;

namespace TinyEdge.Tests.Faults;

/// <summary>The part of the campaign that the tests run, once for all of them: every single cut and error of every scenario, and a sample of the rest.</summary>
public sealed class ShortCampaign
{
    public CampaignResult Result { get; } = Campaign.Run(CampaignOptions.Short);

    public ScenarioFigures this[string scenario] => Result.Scenarios.Single(figures => figures.Scenario == scenario);

    /// <summary>Cases of a part ran, of these scenarios or of all, and no invariant was broken.</summary>
    public void AssertHolds(CampaignPart part, params string[] scenarios)
    {
        ScenarioFigures[] figures = [.. Result.Scenarios.Where(figures => scenarios.Length == 0 || scenarios.Contains(figures.Scenario))];
        Assert.True(scenarios.Length == 0 || figures.Length == scenarios.Length);
        Assert.True(figures.Sum(scenario => scenario.Cases[part]) >= (part == CampaignPart.Cuts ? Math.Max(1, figures.Sum(scenario => scenario.CutPoints)) : 1));
        FailedCase[] failures = [.. Result.Failures.Where(failure => figures.Any(scenario => failure.Id.StartsWith(scenario.Scenario + "/", StringComparison.Ordinal)))];
        Assert.True(failures.Length == 0, $"{failures.Length} cases broke an invariant; 'tinyedge faults --case ID' repeats one:\n{string.Join('\n', failures.Take(20))}");
    }
}
