using System.Globalization;
using System.Text;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Endurance;
using TinyEdge.Faults.Mutants;

namespace TinyEdge.Faults.Campaigns;

/// <summary>The figures of a run as a Markdown document.</summary>
/// <param name="Command">The command that repeats it.</param>
/// <param name="Result">What the campaign found, or null when none ran.</param>
/// <param name="Endurance">Wear, or null.</param>
/// <param name="Mutants">Seeded bugs and what was found of them; may be empty.</param>
public sealed record CampaignReport(string Command, CampaignResult? Result, EnduranceFigures? Endurance, IReadOnlyList<(Mutant Mutant, MutantFinding Finding)> Mutants)
{
    private const int MostFailuresShown = 100;

    public string ToMarkdown()
    {
        StringBuilder text = new();
        Line(text, $"# Fault campaigns over the update code\n\nMade by `{Command}`. A case's id repeats exactly that case: `tinyedge faults --case ID`.");
        if (Result is not null)
        {
            AddCampaign(text, Result);
        }

        if (Endurance is not null)
        {
            AddEndurance(text, Endurance);
        }

        if (Mutants.Count > 0)
        {
            Line(text, "\n## Seeded bugs\n\n| bug | what is wrong | violations | cases | first case | what it says |\n|---|---|---|---|---|---|");
            foreach ((Mutant mutant, MutantFinding finding) in Mutants)
            {
                Line(text, $"| {mutant.Name} | {mutant.Summary} | {finding.Violations:N0} | {finding.Cases:N0} | {Code(finding.FirstCase)} | {finding.FirstViolation} |");
            }
        }

        return text.ToString();
    }

    private static void AddCampaign(StringBuilder text, CampaignResult result)
    {
        int cutModes = Enum.GetValues<FaultMode>().Count(FaultModes.IsCut);
        int otherModes = Enum.GetValues<FaultMode>().Length - cutModes;
        Line(text, $"\n{result.Cases:N0} cases, {result.Failures.Count:N0} violations. {result.Scenarios.Count} scenarios, {result.CutPoints:N0} cut points ({cutModes} ways to lose power), {otherModes} other modes.\n");
        CampaignPart[] parts = Enum.GetValues<CampaignPart>();
        Line(text, $"| scenario | operations | reads | cut points | {string.Join(" | ", parts)} | cases | boots until stable, most | violations |");
        Line(text, "|" + string.Concat(Enumerable.Repeat("---|", parts.Length + 7)));
        foreach (ScenarioFigures s in result.Scenarios)
        {
            string cases = string.Join(" | ", parts.Select(part => s.Cases[part].ToString("N0", CultureInfo.InvariantCulture)));
            Line(text, $"| {s.Scenario} | {s.Operations} | {s.Reads} | {s.CutPoints} | {cases} | {s.TotalCases:N0} | {s.MostBoots} | {s.Violations} |");
        }

        foreach (FailedCase failure in result.Failures.Take(MostFailuresShown))
        {
            Line(text, $"\n- {Code(failure.Id)}: {failure.Violation.Split('\n')[0]}");
        }
    }

    private static void AddEndurance(StringBuilder text, EnduranceFigures e)
    {
        Line(text, $"\n## Endurance\n\n{e.Cycles:N0} updates of {e.BundleBytes:N0} bytes on {e.VolumeBlocks} blocks; erases are estimated by a model of LittleFS.\n\n| figure | |\n|---|---|");
        Line(text, $"| operations | {e.Operations:N0} |");
        Line(text, $"| boot records written | {e.RecordCommits:N0} |");
        Line(text, $"| erases of all blocks, estimated | {e.Erases:N0} |");
        Line(text, $"| most erases of a data block, estimated | {e.MostErasesOfADataBlock:N0} |");
        Line(text, $"| most erases of a directory block, estimated | {e.MostErasesOfTheDirectory:N0} |");
        Line(text, $"| updates until a block reaches {EnduranceFigures.PromisedErases:N0} erases, estimated | {e.EstimatedUpdatesUntilWorn:N0} |");
        Line(text, $"| operations of an idle day | {e.IdleOperationsPerDay} |");
        Line(text, $"| operations of a boot that lasts | {e.OperationsPerBoot} |");
    }

    private static string Code(string? id) => id is null ? "" : $"`{id}`";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
