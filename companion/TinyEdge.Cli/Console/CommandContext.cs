using System.CommandLine;

namespace TinyEdge.Cli.Console;

/// <summary>What a running command is given.</summary>
public sealed record CommandContext(CliConsole Console, ParseResult Parsed, bool Json, string CommandName, CancellationToken Cancellation)
{
    /// <summary>Writes the result: as JSON, or by the given function as text for a person.</summary>
    public void Write(object result, Action asText)
    {
        if (Json)
        {
            JsonOutput.WriteResult(Console.Out, CommandName, result);
        }
        else
        {
            asText();
        }
    }
}
