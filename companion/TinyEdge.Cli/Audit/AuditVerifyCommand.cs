using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;

namespace TinyEdge.Cli.Audit;

internal sealed class AuditVerifyCommand : CliCommand
{
    private readonly AuditLogOption _log = new();

    public AuditVerifyCommand(CliConsole console)
        : base(console, "verify", "Check an audit log: finds lines that were edited, replaced, dropped, reordered or duplicated, and an end that was cut off. Exits with 9 when something does not hold.")
    {
        _log.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge audit verify", "tinyedge audit verify --audit-log release.jsonl"];

    protected override string JsonName => "audit verify";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        AuditLog log = _log.Of(context);
        AuditCheck check = AuditCheck.Run(log);
        bool holds = check.Findings.Count == 0;
        string head = check.Lines.Count == 0 ? AuditHead.None.Hash : check.Lines[^1].Hash;
        context.Write(new { File = log.FilePath, Holds = holds, Lines = check.Lines.Count, Head = head, check.Findings }, () =>
        {
            foreach (AuditFinding finding in check.Findings)
            {
                context.Console.Out.WriteLine($"{finding.Damage}: {finding.Text}");
            }

            context.Console.Out.WriteLine(holds ? $"holds: {check.Lines.Count} lines, head {head}" : $"does NOT hold: {check.Findings.Count} findings");
        });
        if (holds)
        {
            context.Console.Say("Who can write both the log and its head file can cut both: compare the head with a copy kept elsewhere, and with the devices ('tinyedge audit device').");
        }

        return Task.FromResult(holds ? ExitCode.Ok : ExitCode.CheckFailed);
    }
}
