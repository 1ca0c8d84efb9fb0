using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;
using Xunit.Abstractions;

namespace TinyEdge.Tests.Update;

/// <summary>F01 to F04, F06 to F09, F21: power cuts at every operation, in every way, and cuts of the recovery.</summary>
public class PowerCutTests(ITestOutputHelper output)
{
    public static TheoryData<string> ScenarioNames() => [.. PowerCutCampaign.Scenarios.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(ScenarioNames))]
    public void AnyOperation_CutInAnyWay_LeavesTheInvariants(string name)
    {
        CutScenario scenario = PowerCutCampaign.Scenarios.Single(s => s.Name == name);
        int operations = PowerCutCampaign.CountOperations(scenario);
        int cases = 0;
        for (int operation = 0; operation < operations; operation++)
        {
            foreach (CutMode mode in Enum.GetValues<CutMode>())
            {
                PowerCutCampaign.Run(scenario, new PowerCut(operation, mode));
                cases++;
            }
        }

        Assert.True(operations > 0);
        output.WriteLine($"{name}: {operations} operations, {cases} cases");
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("revert")]
    [InlineData("floor-bump")]
    [InlineData("crash-loop")]
    [InlineData("first-bundle")]
    public void AnyOperation_CutAndItsRecoveryCutToo_LeavesTheInvariants(string name)
    {
        CutScenario scenario = PowerCutCampaign.Scenarios.Single(s => s.Name == name);
        CutMode[] modes = [CutMode.TornAtHalf, CutMode.ShortAtHalf, CutMode.After];
        int operations = PowerCutCampaign.CountOperations(scenario);
        int cases = 0;
        for (int first = 0; first < operations; first++)
        {
            foreach (CutMode mode in modes)
            {
                int recovery = PowerCutCampaign.Run(scenario, new PowerCut(first, mode));
                for (int second = 0; second < recovery; second++)
                {
                    foreach (CutMode secondMode in modes)
                    {
                        PowerCutCampaign.Run(scenario, new PowerCut(first, mode), new PowerCut(second, secondMode));
                        cases++;
                    }
                }
            }
        }

        output.WriteLine($"{name}: {cases} double cuts");
    }

    /// <summary>A case's id runs that case again.</summary>
    [Fact]
    public void Run_ById_RepeatsTheCase()
    {
        PowerCutCampaign.Run("confirm/0:TornAtHalf+0:After");
    }

    /// <summary>
    /// The harness must go red when the design is broken: with one record file instead of two, a torn record is the end of the active bank.
    /// </summary>
    [Fact]
    public void Campaign_RecordKeptInOneFileOnly_IsFoundOut()
    {
        MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
        BootRecord record = new();
        Assert.Equal(ResultCode.Ok, new BootRecordStore(files).TryLoad(record));
        string only = (record.Sequence & 1) == 0 ? BootRecordStore.File0 : BootRecordStore.File1;
        string other = only == BootRecordStore.File0 ? BootRecordStore.File1 : BootRecordStore.File0;
        files[other] = null;
        files[only]![30] ^= 1;
        CutScenario idle = new("idle", () => files, _ => { }, [], [10]);
        Assert.ThrowsAny<Exception>(() => PowerCutCampaign.Run(idle, new PowerCut(0, CutMode.Before)));
    }

    /// <summary>The harness must notice a bank that is half old and half new.</summary>
    [Fact]
    public void Campaign_MixedBank_IsFoundOut()
    {
        MemoryFileStore files = LabDevice.VolumeWith(LabBundle.Of(10));
        byte[] bank = files[Bank.FileA]!;
        LabBundle.Of(11).AsSpan(bank.Length - 512).CopyTo(bank.AsSpan(bank.Length - 512));
        CutScenario idle = new("idle", () => files, _ => { }, [], [10]);
        Assert.ThrowsAny<Exception>(() => PowerCutCampaign.Run(idle, new PowerCut(0, CutMode.Before)));
    }
}
