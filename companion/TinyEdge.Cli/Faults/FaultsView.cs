using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Faults.Campaigns;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Endurance;
using TinyEdge.Faults.Mutants;
using TinyEdge.Faults.Scenarios;

namespace TinyEdge.Cli.Faults;

/// <summary>Shows what a campaign did and found.</summary>
internal sealed class FaultsView(CampaignReport report)
{
    private const int MostFailuresShown = 20;

    // The undisturbed case is one a scenario, and there is no room for its column.
    private static readonly CampaignPart[] s_parts = [.. Enum.GetValues<CampaignPart>().Where(part => part != CampaignPart.Undisturbed)];

    /// <summary>No invariant broken by the device's code, every seeded bug found.</summary>
    public bool Holds => (report.Result?.Holds ?? true) && report.Mutants.All(mutant => mutant.Finding.Violations > 0);

    public static object ListToJson() => new
    {
        Scenarios = ScenarioCatalog.All.Select(scenario => new { scenario.Name, scenario.Summary }),
        Cuts = Enum.GetValues<FaultMode>().Where(FaultModes.IsCut),
        OtherModes = Enum.GetValues<FaultMode>().Where(mode => !FaultModes.IsCut(mode)),
        SeededBugs = MutantCatalog.All.Select(mutant => new { mutant.Name, mutant.Summary }),
    };

    public static void WriteList(CliConsole console)
    {
        Table scenarios = Make("scenario", "what happens");
        foreach (FaultScenario scenario in ScenarioCatalog.All)
        {
            scenarios.AddRow(scenario.Name, scenario.Summary);
        }

        console.Results.Write(scenarios);
        console.Out.WriteLine($"cuts:        {string.Join(", ", Enum.GetValues<FaultMode>().Where(FaultModes.IsCut))}");
        console.Out.WriteLine($"other modes: {string.Join(", ", Enum.GetValues<FaultMode>().Where(mode => !FaultModes.IsCut(mode)))}");
        Table mutants = Make("seeded bug", "what is wrong");
        foreach (Mutant mutant in MutantCatalog.All)
        {
            mutants.AddRow(mutant.Name, mutant.Summary);
        }

        console.Results.Write(mutants);
    }

    public object ToJson() => new
    {
        Holds,
        Cases = report.Result?.Cases,
        CutPoints = report.Result?.CutPoints,
        Violations = report.Result?.Failures.Count,
        Scenarios = report.Result?.Scenarios,
        report.Result?.Failures,
        report.Endurance,
        SeededBugs = report.Mutants.Count == 0 ? null : report.Mutants.Select(m => new { m.Mutant.Name, m.Mutant.Summary, m.Finding.Cases, m.Finding.Violations, m.Finding.FirstCase, m.Finding.FirstViolation }),
    };

    /// <summary>The same answer as <c>--json</c> gives.</summary>
    public string ToJsonText()
    {
        StringWriter text = new();
        JsonOutput.WriteResult(text, "faults", ToJson());
        return text.ToString();
    }

    public void WriteText(CliConsole console)
    {
        if (report.Result is { } result)
        {
            WriteCampaign(console, result);
        }

        if (report.Endurance is { } endurance)
        {
            WriteEndurance(console, endurance);
        }

        if (report.Mutants.Count > 0)
        {
            WriteMutants(console);
        }
    }

    private static void WriteCampaign(CliConsole console, CampaignResult result)
    {
        Table table = Make(["scenario", "operations", "reads", "cut points", .. s_parts.Select(part => part.ToString()), "boots", "violations"]);
        foreach (ScenarioFigures s in result.Scenarios)
        {
            int[] numbers = [s.Operations, s.Reads, s.CutPoints, .. s_parts.Select(part => s.Cases[part]), s.MostBoots, s.Violations];
            table.AddRow([s.Scenario, .. numbers.Select(number => Number(number))]);
        }

        console.Results.Write(table);
        foreach (FailedCase failure in result.Failures.Take(MostFailuresShown))
        {
            console.Out.WriteLine($"FAIL: {failure.Id}: {failure.Violation.Split('\n')[0]}");
        }

        if (result.Failures.Count > MostFailuresShown)
        {
            console.Out.WriteLine($"and {Number(result.Failures.Count - MostFailuresShown)} more; --json or --report names them all");
        }

        console.Out.WriteLine($"{(result.Holds ? "PASS" : "FAIL")}: {Number(result.Cases)} cases, {Number(result.Failures.Count)} violations");
    }

    private static void WriteEndurance(CliConsole console, EnduranceFigures e)
    {
        console.Out.WriteLine($"{Number(e.Cycles)} updates of {Number(e.BundleBytes)} bytes: {Number(e.Operations)} operations, {Number(e.RecordCommits)} boot records");
        console.Out.WriteLine($"erases, estimated: {Number(e.Erases)} in all, at most {Number(e.MostErasesOfADataBlock)} of a data block and {Number(e.MostErasesOfTheDirectory)} of a directory block");
        console.Out.WriteLine($"updates until a block reaches {Number(EnduranceFigures.PromisedErases)} erases, estimated: {Number(e.EstimatedUpdatesUntilWorn)}");
        console.Out.WriteLine($"operations of an idle day: {e.IdleOperationsPerDay}; of a boot that lasts: {e.OperationsPerBoot}");
    }

    private void WriteMutants(CliConsole console)
    {
        Table table = Make("seeded bug", "violations", "cases", "first case", "what it says");
        foreach ((Mutant mutant, MutantFinding finding) in report.Mutants)
        {
            table.AddRow(mutant.Name, Number(finding.Violations), Number(finding.Cases), Markup.Escape(finding.FirstCase ?? "-"), Markup.Escape(finding.FirstViolation ?? "-"));
        }

        console.Results.Write(table);
        int found = report.Mutants.Count(mutant => mutant.Finding.Violations > 0);
        console.Out.WriteLine($"{(Holds ? "PASS" : "FAIL")}: {found} of {report.Mutants.Count} seeded bugs found");
    }

    private static Table Make(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
