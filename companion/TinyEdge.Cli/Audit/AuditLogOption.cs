using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Audit;

namespace TinyEdge.Cli.Audit;

/// <summary>The option that says where signatures and pushes are noted.</summary>
internal sealed class AuditLogOption
{
    private readonly Option<FileInfo?> _log = new("--audit-log")
    {
        Description = $"Where signatures and pushes are noted. Default: the file named by {AuditLog.Variable}, or TinyEdge/audit.jsonl in the user's data folder.",
    };

    public void AddTo(Command command) => command.Options.Add(_log);

    public AuditLog Of(CommandContext context) => new(context.Parsed.GetValue(_log)?.FullName ?? AuditLog.DefaultPath);
}
