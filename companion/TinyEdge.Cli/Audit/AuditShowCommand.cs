using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;

namespace TinyEdge.Cli.Audit;

internal sealed class AuditShowCommand : CliCommand
{
    private static readonly string[] s_frame = ["n", "utc", "by", "what", "prev", "hash"];

    private readonly AuditLogOption _log = new();
    private readonly Option<int> _last = new("--last") { Description = "So many lines from the end.", DefaultValueFactory = _ => 20 };

    public AuditShowCommand(CliConsole console)
        : base(console, "show", "Show who signed what, and what was pushed where.")
    {
        _log.AddTo(this);
        Options.Add(_last);
    }

    public override IReadOnlyList<string> Examples { get; } = ["tinyedge audit show --last 50", "tinyedge audit show --audit-log release.jsonl --json"];

    protected override string JsonName => "audit show";

    protected override Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        AuditLog log = _log.Of(context);
        AuditCheck check = AuditCheck.Run(log);
        AuditLine[] lines = [.. check.Lines.TakeLast(Math.Max(1, context.Parsed.GetValue(_last)))];
        context.Write(new { File = log.FilePath, Lines = lines.Select(line => line.Content), Findings = check.Findings.Count }, () =>
        {
            foreach (AuditLine line in lines)
            {
                context.Console.Out.WriteLine(Text(line));
            }
        });
        if (check.Findings.Count > 0)
        {
            context.Console.Say($"note: {check.Findings.Count} things about this log do not hold; 'tinyedge audit verify' names them");
        }

        return Task.FromResult(ExitCode.Ok);
    }

    private static string Text(AuditLine line)
    {
        IEnumerable<string> details = line.Content.Where(member => !s_frame.Contains(member.Key)).Select(member => $"{member.Key} {member.Value}");
        return $"{line.Number,5}  {line.Text("utc")}  {line.Text("by")}  {line.What}: {string.Join(", ", details)}";
    }
}
