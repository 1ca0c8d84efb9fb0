using System.Runtime.CompilerServices;
using TinyEdge.Companion.Audit;

namespace TinyEdge.Tests.Audit;

/// <summary>Keeps the commands that tests run, in this process and in others, out of the log of the user who runs the tests.</summary>
internal static class TestAuditLog
{
    private static readonly string s_folder = Path.Combine(Path.GetTempPath(), $"tinyedge-audit-{Environment.ProcessId}");

    [ModuleInitializer]
    internal static void Redirect()
    {
        Environment.SetEnvironmentVariable(AuditLog.Variable, Path.Combine(s_folder, "audit.jsonl"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(s_folder))
            {
                Directory.Delete(s_folder, recursive: true);
            }
        };
    }
}
