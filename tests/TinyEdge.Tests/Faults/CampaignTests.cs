using TinyEdge.Faults.Campaigns;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Scenarios;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Tests.Faults;

/// <summary>
/// Power cuts, failing flash and rotten bits over the firmware's own file adapter, the shim and the update code. After every case:
/// I1 to I7. 'tinyedge faults --long' runs all of it.
/// </summary>
public class CampaignTests(ShortCampaign campaign) : IClassFixture<ShortCampaign>
{
    [Fact]
    public void F01_StageCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "stage", "resume", "third", "baseline");

    [Fact]
    public void F02_ConfirmCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "confirm");

    [Fact]
    public void F03_RevertCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "revert", "trial-dies", "rollback", "crash-loop");

    [Fact]
    public void F04_StageOverAFailedStageCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "restage", "stage-after-revert");

    [Fact]
    public void F05_KeyRotationCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "key-rotation");

    [Fact]
    public void F06_RecordWrapCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "record-wrap");

    [Fact]
    public void F07_FloorBumpCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "floor-bump", "floor-bump-revert");

    [Fact]
    public void F08_FirstBootCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "first-boot", "first-bundle", "first-key", "key-change");

    [Fact]
    public void F09_RecoveryCutToo_InvariantsHold() => campaign.AssertHolds(CampaignPart.DoubleCuts);

    [Fact]
    public void F10_FiveRandomCuts_InvariantsHold() => campaign.AssertHolds(CampaignPart.RandomCuts);

    [Fact]
    public void F13_DiskFullAtEachWrite_InvariantsHold() => campaign.AssertHolds(CampaignPart.Errors);

    [Fact]
    public void F14_FormatAtMountCutAnywhere_InvariantsHold() => campaign.AssertHolds(CampaignPart.Cuts, "remount-format");

    [Fact]
    public void F17_EachOperationFailsOrDoesNothing_InvariantsHold() => campaign.AssertHolds(CampaignPart.Errors);

    [Fact]
    public void F17_EachOperationFailsAndTheRecoveryIsCut_InvariantsHold() => campaign.AssertHolds(CampaignPart.ErrorThenCut);

    /// <summary>Records bit by bit (a sample of the bits here), banks, keys, baseline.</summary>
    [Fact]
    public void F12_F18_ABitOfAnyFileTurns_InvariantsHold() => campaign.AssertHolds(CampaignPart.Rot);

    /// <summary>Each commit is cut before it, within it in nine ways, two of them in an erase, and after it.</summary>
    [Fact]
    public void F11_F20_Commit_IsCutInEveryWay()
    {
        FaultMode[] modes = [.. FaultModes.CutsOf(new FlashOperation(1, FlashOperationKind.Commit, "a", 64))];
        Assert.Equal(12, modes.Length);
        Assert.Contains(FaultMode.ErasedHalf, modes);
        Assert.Contains(FaultMode.NoiseHalf, modes);
        Assert.Contains(FaultMode.TailFirst, modes);
        campaign.AssertHolds(CampaignPart.Cuts);
    }

    /// <summary>Every pair of cuts while confirming: confirmed, or in trial with attempts left, and never taken back after it was confirmed.</summary>
    [Fact]
    public void F21_ConfirmCutAndItsRecoveryCutInEveryWay_EndsConfirmed()
    {
        CampaignResult result = Campaign.Run(CampaignOptions.Long with { Scenarios = [ScenarioCatalog.Find("confirm")], Parts = [CampaignPart.DoubleCuts] });
        Assert.True(result.Holds, string.Join('\n', result.Failures.Take(10)));
        Assert.True(result.Cases > 500);
        Assert.Equal([11u], ScenarioCatalog.Find("confirm").Ends);
    }

    /// <summary>No boot of a trial gets as far as a verdict: its attempts end it, and the reason says so.</summary>
    [Fact]
    public void F22_TrialThatDiesInEachBoot_IsTakenBack() => campaign.AssertHolds(CampaignPart.DoubleCuts, "trial-dies");

    /// <summary>By the names of the files that an update makes, writes or deletes.</summary>
    [Fact]
    public void R4_AWholeUpdate_NeverTouchesTheActiveBank()
    {
        foreach (string name in (string[])["stage", "third", "restage", "resume", "floor-bump-revert"])
        {
            FaultScenario scenario = ScenarioCatalog.Find(name);
            CaseRunner.RunUndisturbed(scenario, out IReadOnlyList<FlashOperation> operations, out _);
            string active = name == "third" ? "bank_b.teb" : "bank_a.teb";
            Assert.NotEmpty(operations);
            Assert.DoesNotContain(operations, operation => operation.Name == active);
        }
    }

    /// <summary>R9 and the invariants, over every case of the part that the tests run.</summary>
    [Fact]
    public void R9_I1_I2_I3_I4_I5_I6_I7_EveryCase_ReachesAGoodBundleOrGolden()
    {
        Assert.True(campaign.Result.Holds, string.Join('\n', campaign.Result.Failures.Take(10)));
        Assert.True(campaign.Result.Cases > 5000);
        Assert.All(campaign.Result.Scenarios, scenario => Assert.InRange(scenario.MostBoots, 1, Invariants.MostBootsUntilStable));
    }

    /// <summary>What fails and in which order does not depend on the threads, and each id repeats its case.</summary>
    [Fact]
    public void Campaign_WrongExpectation_FailsTheSameOnAnyThreadsAndById()
    {
        FaultScenario stage = ScenarioCatalog.Find("stage");
        FaultScenario wrong = new("wrong", "staging, and the new bundle is expected whatever was cut", stage.NewVolume, stage.Act) { Ends = [11] };
        CampaignOptions options = CampaignOptions.Short with { Scenarios = [wrong], Parts = [CampaignPart.Cuts, CampaignPart.RandomCuts] };
        CampaignResult one = Campaign.Run(options with { Threads = 1 });
        CampaignResult four = Campaign.Run(options with { Threads = 4 });
        Assert.Equal(one.Failures, four.Failures);
        Assert.True(one.Failures.Count > 10);
        foreach (FailedCase failure in one.Failures)
        {
            FaultPoint[] points = [.. failure.Id.Split('/')[1].Split('+', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
            FaultCase again = new(wrong, points);
            Assert.Equal((failure.Id, failure.Violation), (again.Id, CaseRunner.Run(again).Violation?.ToString()));
        }
    }

    [Theory]
    [InlineData("confirm/3:TornHalf+1:Before")]
    [InlineData("revert/2:ReadErrorStuck")]
    [InlineData("stage/17@boot0.rec:Rot")]
    [InlineData("stage/")]
    public void Parse_OfAnId_IsThatCase(string id) => Assert.Equal(id, FaultCase.Parse(id).Id);

    private static FaultPoint Parse(string text) => FaultPoint.TryParse(text, out FaultPoint point) ? point : throw new FormatException(text);
}
