using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Update;

public class UpdateStateMachineTests
{
    private const string Marker = "| phase | event | next phase | action |";

    /// <summary>Written by hand from the design, not from the code: every legal transition, everything else must be refused.</summary>
    private static readonly string[] s_legal =
    [
        "Idle BeginWrite Writing ClaimSpare",
        "Idle BootActive Idle CountBoot",
        "Idle ActiveBankBad Reverted SwitchActive",
        "Idle CrashLoop Reverted SwitchActive",
        "Idle OperatorRollback Reverted SwitchActive",
        "Idle Settle Idle ClearBoots",
        "Writing BeginWrite Writing ClaimSpare",
        "Writing Stage Staged ArmTrial",
        "Writing GiveUp Idle ForgetSpare",
        "Writing BootActive Writing CountBoot",
        "Writing ActiveBankBad Reverted SwitchActive",
        "Writing CrashLoop Reverted SwitchActive",
        "Writing OperatorRollback Reverted SwitchActive",
        "Writing Settle Writing ClearBoots",
        "Staged BeginWrite Writing ClaimSpare",
        "Staged GiveUp Idle ForgetSpare",
        "Staged BootTrial Trial SpendAttempt",
        "Staged TrialBankBad Reverted DropTrial",
        "Staged OperatorRollback Reverted DropTrial",
        "Staged Settle Staged ClearBoots",
        "Trial BootTrial Trial SpendAttempt",
        "Trial AttemptsUsedUp Reverted DropTrial",
        "Trial TrialBankBad Reverted DropTrial",
        "Trial AttemptFailed Trial NoteReason",
        "Trial Confirm Idle Promote",
        "Trial TrialFailed Reverted DropTrial",
        "Trial OperatorRollback Reverted DropTrial",
        "Reverted BeginWrite Writing ClaimSpare",
        "Reverted BootActive Reverted CountBoot",
        "Reverted ActiveBankBad Reverted SwitchActive",
        "Reverted CrashLoop Reverted SwitchActive",
        "Reverted OperatorRollback Reverted SwitchActive",
        "Reverted Settle Idle CloseReport",
    ];

    public static TheoryData<UpdatePhase, UpdateEvent> Pairs()
    {
        TheoryData<UpdatePhase, UpdateEvent> pairs = [];
        foreach (UpdatePhase phase in Enum.GetValues<UpdatePhase>())
        {
            foreach (UpdateEvent happened in Enum.GetValues<UpdateEvent>())
            {
                pairs.Add(phase, happened);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void TryNext_EveryPhaseAndEvent_IsInTheListOrRefused(UpdatePhase phase, UpdateEvent happened)
    {
        ResultCode code = UpdateStateMachine.TryNext(phase, happened, out UpdatePhase next, out UpdateAction action);
        string? expected = s_legal.SingleOrDefault(row => row.StartsWith($"{phase} {happened} ", StringComparison.Ordinal));
        if (expected is null)
        {
            Assert.Equal((ResultCode.InvalidTransition, phase, UpdateAction.None), (code, next, action));
        }
        else
        {
            Assert.Equal((ResultCode.Ok, expected), (code, $"{phase} {happened} {next} {action}"));
        }
    }

    [Fact]
    public void Counts_Enums_MatchTheConstants()
    {
        Assert.Equal(UpdateStateMachine.PhaseCount, Enum.GetValues<UpdatePhase>().Length);
        Assert.Equal(UpdateStateMachine.EventCount, Enum.GetValues<UpdateEvent>().Length);
    }

    /// <summary>Nothing but Confirm makes a trial active: no chain of other events leads out of a trial with its bank active.</summary>
    [Fact]
    public void Promote_Action_BelongsToConfirmInTrialOnly()
    {
        Assert.Single(s_legal, row => row.EndsWith("Promote", StringComparison.Ordinal));
        Assert.Contains("Trial Confirm Idle Promote", s_legal);
    }

    [SpecFact]
    public void Table_InSpec_IsTheTableInCode()
    {
        string spec = File.ReadAllText(SpecFactAttribute.SpecPath!).ReplaceLineEndings("\n");
        int table = spec.IndexOf(Marker, StringComparison.Ordinal);
        Assert.True(table >= 0, "SPEC.md has no state table");
        Assert.Equal(RenderMarkdown(), spec[table..(spec.IndexOf("\n\n", table, StringComparison.Ordinal) + 1)]);
    }

    /// <summary>The code's table as SPEC.md prints it.</summary>
    internal static string RenderMarkdown()
    {
        StringBuilder text = new($"{Marker}\n|---|---|---|---|\n");
        foreach (UpdatePhase phase in Enum.GetValues<UpdatePhase>())
        {
            foreach (UpdateEvent happened in Enum.GetValues<UpdateEvent>())
            {
                if (UpdateStateMachine.TryNext(phase, happened, out UpdatePhase next, out UpdateAction action) == ResultCode.Ok)
                {
                    text.Append($"| {phase} | {happened} | {next} | {action} |\n");
                }
            }
        }

        return text.ToString();
    }
}

/// <summary>A fact about SPEC.md at the top of the repository; reported as skipped where the tests run without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SpecFactAttribute : FactAttribute
{
    public SpecFactAttribute()
    {
        if (SpecPath is null)
        {
            Skip = "SPEC.md not found above the test assembly.";
        }
    }

    public static string? SpecPath
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "SPEC.md");
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }
}
