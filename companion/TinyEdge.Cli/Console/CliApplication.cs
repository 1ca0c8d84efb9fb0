using System.CommandLine;
using System.CommandLine.Help;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Console;

/// <summary>The <c>tinyedge</c> command: its commands, its global options, and how a run ends.</summary>
public static class CliApplication
{
    public const string ExitCodeHelp = """
        Exit codes:
          0 ok   1 internal error   2 usage   3 bad input file   4 signature or key refused   5 refused by the device
          6 link to the device   7 authentication   8 rolled back   9 a check did not hold   130 interrupted
        """;

    public static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Write the result as JSON (schemaVersion, command, result or error) to standard output.",
        Recursive = true,
    };

    public static IReadOnlyList<string> RootExamples { get; } =
    [
        "tinyedge demo",
        "tinyedge simulate --http-port 8080",
        "tinyedge health --device http://127.0.0.1:8080 --watch",
    ];

    public static async Task<int> RunAsync(string[] args, CliConsole console)
    {
        RootCommand root = BuildRoot(console);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
        {
            foreach (var error in parsed.Errors)
            {
                console.Say($"error: {error.Message}");
            }

            console.Say($"  do:   see '{CommandPath(parsed)} --help'");
            return (int)ExitCode.Usage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
        };
        try
        {
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Interrupted;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            console.Say($"error: internal error: {error.Message}");
            console.Say("  do:   this is a defect in tinyedge; report it with the lines below");
            console.Say(error.ToString());
            return (int)ExitCode.Internal;
        }
    }

    private static RootCommand BuildRoot(CliConsole console)
    {
        RootCommand root = new("TinyEdge: train, sign, push and watch small neural networks on ESP32 boards running .NET nanoFramework.");
        root.Options.Add(JsonOption);
        foreach (Command command in CommandCatalog.Create(console))
        {
            root.Subcommands.Add(command);
        }

        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction inner } help)
            {
                help.Action = new HelpWithExamples(inner);
            }
        }

        return root;
    }

    private static string CommandPath(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        List<string> names = [];
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
        {
            names.Insert(0, symbol is RootCommand ? "tinyedge" : symbol.Name);
        }

        return string.Join(' ', names);
    }
}
