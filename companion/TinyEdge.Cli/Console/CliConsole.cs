using Spectre.Console;

namespace TinyEdge.Cli.Console;

/// <summary>
/// Where a command writes: results to <see cref="Out"/>, narration (progress, hints, errors) to <see cref="Narration"/>.
/// Tests pass string writers and assert both apart.
/// </summary>
public sealed class CliConsole
{
    public CliConsole(TextWriter output, TextWriter error, bool isErrorInteractive)
    {
        Out = output;
        Error = error;
        Results = Make(output, interactive: false);
        Narration = Make(error, isErrorInteractive);
    }

    /// <summary>Standard output: results only.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Tables on standard output.</summary>
    public IAnsiConsole Results { get; }

    /// <summary>Progress and remarks on standard error.</summary>
    public IAnsiConsole Narration { get; }

    public static CliConsole System()
    {
        return new CliConsole(
            global::System.Console.Out,
            global::System.Console.Error,
            !global::System.Console.IsErrorRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null);
    }

    /// <summary>One line of narration, no markup.</summary>
    public void Say(string text)
    {
        Error.WriteLine(text);
    }

    private static IAnsiConsole Make(TextWriter writer, bool interactive)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!interactive)
        {
            // A pipe or a file has no width of its own: tables are not to be folded at 80 columns.
            console.Profile.Width = 140;
        }

        return console;
    }
}
