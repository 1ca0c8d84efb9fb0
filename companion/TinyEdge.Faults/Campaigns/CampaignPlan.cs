using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Scenarios;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Campaigns;

/// <summary>The cases of one scenario, in a fixed order.</summary>
internal sealed class CampaignPlan
{
    private const int RandomCuts = 5;
    private const int LongestRecovery = 24;
    private const int SmallFileBytes = 64;

    private readonly FaultScenario _scenario;
    private readonly CampaignOptions _options;
    private readonly IReadOnlyList<FlashOperation> _operations;
    private readonly IReadOnlyList<FlashOperation> _reads;

    public CampaignPlan(FaultScenario scenario, CampaignOptions options)
    {
        _scenario = scenario;
        _options = options;
        Undisturbed = CaseRunner.RunUndisturbed(scenario, out _operations, out _reads);
    }

    /// <summary>The scenario with nothing going wrong; when even that fails, there is nothing to cut.</summary>
    public CaseResult Undisturbed { get; }

    public FaultScenario Scenario => _scenario;

    public int OperationCount => _operations.Count;

    public int ReadCount => _reads.Count;

    public IReadOnlyList<FaultPoint> FirstCuts => CutsOf(_operations);

    public IEnumerable<FaultCase> Errors() => PointsOf(_operations, FaultModes.ErrorsOf).Concat(PointsOf(_reads, FaultModes.ErrorsOf)).Select(Case);

    public IEnumerable<FaultCase> Rot()
    {
        foreach (string name in _scenario.NewVolume().Names())
        {
            int bits = 8 * _scenario.NewVolume().Content(name)!.Length;
            int stride = bits <= 8 * SmallFileBytes ? _options.RecordBitStride : Math.Max(1, bits / _options.BankBits);
            for (int bit = 0; bit < bits; bit += stride)
            {
                yield return Case(new FaultPoint(bit, FaultMode.Rot, name));
            }
        }
    }

    /// <summary>Five cuts; those that lie behind the end of a recovery are a reset at its end.</summary>
    public IEnumerable<FaultCase> Random()
    {
        for (int seed = 0; seed < _options.Seeds; seed++)
        {
            Random random = new(seed);
            FaultPoint[] points = new FaultPoint[RandomCuts];
            for (int i = 0; i < points.Length; i++)
            {
                int index = random.Next(i == 0 ? Math.Max(1, _operations.Count) : LongestRecovery);
                points[i] = new FaultPoint(index, (FaultMode)random.Next((int)FaultMode.After + 1));
            }

            yield return new FaultCase(_scenario, points);
        }
    }

    /// <summary>Second cuts after a first one whose recovery is known.</summary>
    public IEnumerable<FaultCase> SecondCuts(FaultPoint first, IReadOnlyList<FlashOperation> recovery)
    {
        IReadOnlyList<FaultPoint> second = CutsOf(recovery);
        int stride = Math.Max(_options.SecondCutStride, (second.Count + CampaignOptions.MostPointsOfAPair - 1) / CampaignOptions.MostPointsOfAPair);

        // Another beginning for each first cut, so that a sample is not always of the same operation.
        int begin = stride == 1 ? 0 : (int)(((uint)first.Index * 7) + (uint)first.Mode) % stride;
        for (int i = begin; i < second.Count; i += stride)
        {
            yield return new FaultCase(_scenario, [first, second[i]]);
        }
    }

    public FaultCase Case(FaultPoint point) => new(_scenario, [point]);

    private static IReadOnlyList<FaultPoint> CutsOf(IReadOnlyList<FlashOperation> operations) => [.. PointsOf(operations, FaultModes.CutsOf)];

    private static IEnumerable<FaultPoint> PointsOf(IReadOnlyList<FlashOperation> operations, Func<FlashOperation, IEnumerable<FaultMode>> modes)
    {
        for (int i = 0; i < operations.Count; i++)
        {
            foreach (FaultMode mode in modes(operations[i]))
            {
                yield return new FaultPoint(i, mode);
            }
        }
    }
}
