using TinyEdge.Cli.Console;
using TinyEdge.Faults.Mutants;

namespace TinyEdge.Cli.Faults;

/// <summary>Tells on standard error how far a campaign is.</summary>
internal sealed class FaultsProgress(CliConsole console)
{
    private const int CasesALine = 5000;
    private const int UpdatesALine = 500;

    private readonly Lock _gate = new();
    private int _told;

    /// <summary>From any thread, and not always in order.</summary>
    public void Cases(int done)
    {
        lock (_gate)
        {
            if (done / CasesALine > _told)
            {
                _told = done / CasesALine;
                console.Say(FormattableString.Invariant($"  {done:N0} cases"));
            }
        }
    }

    public void Updates(int done)
    {
        if (done % UpdatesALine == 0)
        {
            console.Say(FormattableString.Invariant($"  {done:N0} updates"));
        }
    }

    public void Mutant(Mutant mutant, MutantFinding finding)
    {
        string verdict = finding.Violations > 0 ? FormattableString.Invariant($"found in {finding.Violations:N0} of {finding.Cases:N0} cases") : "NOT FOUND";
        console.Say($"  {mutant.Name}: {verdict}");
    }
}
