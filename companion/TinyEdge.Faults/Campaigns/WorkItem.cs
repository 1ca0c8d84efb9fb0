using TinyEdge.Faults.Cases;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Campaigns;

/// <summary>Cases that one thread runs in a row: some of a part, or a first cut with all its second ones.</summary>
internal sealed class WorkItem(
    CampaignPlan plan, CampaignPart part, IReadOnlyList<FaultCase> cases, Func<FaultPoint, IReadOnlyList<FlashOperation>, IEnumerable<FaultCase>>? followers)
{
    public const int ChunkCases = 16;

    private readonly List<FailedCase> _failures = [];
    private readonly CampaignPart? _followingPart = part switch
    {
        CampaignPart.Cuts => CampaignPart.DoubleCuts,
        CampaignPart.Errors => CampaignPart.ErrorThenCut,
        _ => null,
    };

    private int _own;
    private int _following;

    public CampaignPlan Plan => plan;

    public int Cases => _own + _following;

    public int MostBoots { get; private set; }

    public IReadOnlyList<FailedCase> Failures => _failures;

    public int CasesOf(CampaignPart wanted) => wanted == part ? _own : wanted == _followingPart ? _following : 0;

    public void Run()
    {
        foreach (FaultCase faultCase in cases)
        {
            CaseResult result = RunOne(faultCase);
            _own++;
            foreach (FaultCase follower in followers?.Invoke(faultCase.Points[0], result.Recovery) ?? [])
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
