using TinyEdge.Cli.Console;

namespace TinyEdge.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        return CliApplication.RunAsync(args, CliConsole.System());
    }
}
