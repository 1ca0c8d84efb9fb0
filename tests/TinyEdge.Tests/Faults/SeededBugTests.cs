using TinyEdge.Faults.Mutants;

namespace TinyEdge.Tests.Faults;

/// <summary>The harness is tested itself: device sources with a bug put into them, compiled, and run under the same campaign.</summary>
public class SeededBugTests
{
    private static readonly Lazy<MutantRunner> s_runner = new(() => new MutantRunner(Repository.Root));

    /// <summary>The rule that the bug breaks, if the catalogue has one for it, and its name.</summary>
    public static TheoryData<string, string> Bugs()
    {
        Dictionary<string, string> rules = new()
        {
            ["floor-at-stage"] = "R7",
            ["floor-after-confirm"] = "R7",
            ["pointer-before-readback"] = "R6",
            ["record-not-compared"] = "R6",
            ["attempts-after-load"] = "R8",
            ["spare-deleted-first"] = "R5",
            ["flush-not-dispose"] = "F11",
        };
        TheoryData<string, string> rows = [];
        foreach (Mutant mutant in MutantCatalog.All)
        {
            rows.Add(rules.GetValueOrDefault(mutant.Name, "harness"), mutant.Name);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void F11_R5_R6_R7_R8_SeededBug_CampaignGoesRed(string rule, string bug)
    {
        Mutant mutant = MutantCatalog.Find(bug);
        MutantFinding finding = s_runner.Value.Run(mutant, [mutant.Scenario], Environment.ProcessorCount, stopsAtFailure: true);
        Assert.True(finding.Violations > 0, $"{rule}: {finding.Cases} cases and the campaign stayed green, though {mutant.Summary}");
    }

    /// <summary>It is the bug that the campaign finds, and not the way in which the code was compiled and loaded.</summary>
    [Theory]
    [InlineData("TinyEdge.Runtime", "confirm")]
    [InlineData("TinyEdge.Firmware", "rollback")]
    public void UnchangedSources_CompiledAndLoadedTheSameWay_CampaignStaysGreen(string project, string scenario)
    {
        MutantFinding finding = s_runner.Value.RunUnchanged(project, [scenario], Environment.ProcessorCount);
        Assert.Equal((0, null), (finding.Violations, finding.FirstCase));
        Assert.True(finding.Cases > 100);
    }

    [Fact]
    public void Apply_TextThereTwiceOrNotAtAll_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => new SourceEdit("f", "a", "b").Apply("aa"));
        Assert.Throws<InvalidOperationException>(() => new SourceEdit("f", "a", "b").Apply("c"));
        Assert.Equal("cbd", new SourceEdit("f", "a", "b").Apply("cad"));
    }
}
