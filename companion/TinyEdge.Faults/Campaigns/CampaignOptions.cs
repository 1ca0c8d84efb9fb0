using TinyEdge.Faults.Scenarios;

namespace TinyEdge.Faults.Campaigns;

/// <summary>How much of the campaign runs. Which cases these are depends on nothing else.</summary>
public sealed record CampaignOptions
{
    /// <summary>Cut points of a scenario and of a recovery up to which each pair is run; beyond, as many are drawn.</summary>
    public const int MostPointsOfAPair = 200;

    public IReadOnlyList<FaultScenario> Scenarios { get; init; } = ScenarioCatalog.All;

    public IReadOnlyList<CampaignPart> Parts { get; init; } = Enum.GetValues<CampaignPart>();

    /// <summary>Of the second cuts, each how many-th is run.</summary>
    public int SecondCutStride { get; init; } = 1;

    /// <summary>Seeds of five random cuts, a scenario.</summary>
    public int Seeds { get; init; } = 1000;

    /// <summary>Of the bits of a small file (a record), each how many-th turns.</summary>
    public int RecordBitStride { get; init; } = 1;

    /// <summary>Bits that turn in a large file (a bank), spread evenly.</summary>
    public int BankBits { get; init; } = 256;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether cases that have not begun are left out once one has failed.</summary>
    public bool StopsAtFailure { get; init; }

    /// <summary>All of it: every pair, 1,000 seeds a scenario, every bit of the records.</summary>
    public static CampaignOptions Long { get; } = new();

    /// <summary>What the tests run: every single cut and every error, and a sample of the rest.</summary>
    public static CampaignOptions Short { get; } = new() { SecondCutStride = 61, Seeds = 6, RecordBitStride = 41, BankBits = 5 };
}
