using TinyEdge.Faults.Cases;

namespace TinyEdge.Faults.Campaigns;

/// <summary>Runs the cases of a campaign on several threads. What comes out does not depend on how many they are.</summary>
public static class Campaign
{
    /// <param name="options">What is run.</param>
    /// <param name="progress">Told the number of cases done so far; called from any thread. May be null.</param>
    /// <param name="cancellation">Ends it early with an exception.</param>
    public static CampaignResult Run(CampaignOptions options, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        CampaignPlan[] plans = [.. options.Scenarios.Select(scenario => new CampaignPlan(scenario, options))];
        WorkItem[] items = [.. plans.SelectMany(plan => Items(plan, options))];
        int done = 0;
        bool failed = false;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
        Parallel.ForEach(items, parallel, item =>
        {
            if (options.StopsAtFailure && Volatile.Read(ref failed))
            {
                return;
            }

            item.Run();
            if (item.Failures.Count > 0)
            {
                Volatile.Write(ref failed, true);
            }

            progress?.Invoke(Interlocked.Add(ref done, item.Cases));
        });
        return new CampaignResult([.. plans.Select(plan => FiguresOf(plan, items))], [.. items.SelectMany(item => item.Failures)]);
    }

    private static IEnumerable<WorkItem> Items(CampaignPlan plan, CampaignOptions options)
    {
        yield return new WorkItem(plan, CampaignPart.Undisturbed, [new FaultCase(plan.Scenario, [])], null);
        if (plan.Undisturbed.Violation is not null)
        {
            yield break;
        }

        bool doubles = options.Parts.Contains(CampaignPart.DoubleCuts);
        if (doubles || options.Parts.Contains(CampaignPart.Cuts))
        {
            foreach (FaultPoint first in plan.FirstCuts)
            {
                yield return new WorkItem(plan, CampaignPart.Cuts, [plan.Case(first)], doubles ? plan.SecondCuts : null);
            }
        }

        foreach ((CampaignPart part, Func<IEnumerable<FaultCase>> cases) in new (CampaignPart, Func<IEnumerable<FaultCase>>)[]
            { (CampaignPart.RandomCuts, plan.Random), (CampaignPart.Errors, plan.Errors), (CampaignPart.Rot, plan.Rot) })
        {
            foreach (FaultCase[] chunk in options.Parts.Contains(part) ? cases().Chunk(WorkItem.ChunkCases) : [])
            {
                bool cutToo = part == CampaignPart.Errors && options.Parts.Contains(CampaignPart.ErrorThenCut);
                yield return new WorkItem(plan, part, chunk, cutToo ? plan.SecondCuts : null);
            }
        }
    }

    private static ScenarioFigures FiguresOf(CampaignPlan plan, WorkItem[] items)
    {
        WorkItem[] own = [.. items.Where(item => item.Plan == plan)];
        Dictionary<CampaignPart, int> cases = Enum.GetValues<CampaignPart>().ToDictionary(part => part, part => own.Sum(item => item.CasesOf(part)));
        return new ScenarioFigures(
            plan.Scenario.Name,
            plan.OperationCount,
            plan.ReadCount,
            plan.FirstCuts.Count,
            cases,
            own.Select(item => item.MostBoots).DefaultIfEmpty().Max(),
            own.Sum(item => item.Failures.Count));
    }
}
