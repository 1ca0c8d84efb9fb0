using System.CommandLine;
using TinyEdge.Cli.Console;

namespace TinyEdge.Cli;

/// <summary>Every command, in the order in which help lists them.</summary>
internal static class CommandCatalog
{
    public static IEnumerable<Command> Create(CliConsole console)
    {
        return [];
    }
}
