using TinyEdge.Faults.Cases;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Campaigns;

/// <summary>Cases that one thread runs in a row: some of a part, or a first cut with all its second ones.</summary>
internal sealed class WorkItem(
    CampaignPlan plan, CampaignPart part, IReadOnlyList<FaultCase> cases, Func<IReadOnlyList<FlashOperation>, IEnumerable<FaultCase>>? followers)
{
    public const int ChunkCases = 16;

    private readonly List<FailedCase> _failures = [];
    private int _own;
    private int _following;

    public CampaignPlan Plan => plan;

    public int Cases => _own + _following;

    public int MostBoots { get; private set; }

    public IReadOnlyList<FailedCase> Failures => _failures;

    public int CasesOf(CampaignPart wanted) => wanted == part ? _own : wanted == CampaignPart.DoubleCuts ? _following : 0;

    public void Run()
    {
        foreach (FaultCase faultCase in cases)
        {
            CaseResult result = RunOne(faultCase);
            _own++;
            foreach (FaultCase follower in followers?.Invoke(result.Recovery) ?? [])
            {
                RunOne(follower);
                _following++;
            }
        }
    }

    private CaseResult RunOne(FaultCase faultCase)
    {
        CaseResult result = faultCase.Points.Count == 0 ? plan.Undisturbed : CaseRunner.Run(faultCase);
        MostBoots = Math.Max(MostBoots, result.Boots);
        if (result.Violation is { } violation)
        {
            _failures.Add(new FailedCase(faultCase.Id, violation.ToString()));
        }

        return result;
    }
}
