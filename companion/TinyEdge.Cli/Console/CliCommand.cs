using System.CommandLine;
using TinyEdge.Bundles;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Console;

/// <summary>
/// One command in one file: options, examples for <c>--help</c>, and what it does. A domain error becomes a message
/// (what, why, what to do) on standard error, with <c>--json</c> also an error object on standard output, and an exit code.
/// </summary>
public abstract class CliCommand : Command
{
    private readonly CliConsole _console;

    protected CliCommand(CliConsole console, string name, string description)
        : base(name, description)
    {
        _console = console;
        SetAction(RunAsync);
    }

    /// <summary>Lines that <c>--help</c> shows under "Examples:".</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Name used in <c>--json</c> answers.</summary>
    protected virtual string JsonName => Name;

    protected abstract Task<ExitCode> ExecuteAsync(CommandContext context);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        bool json = parsed.GetValue(CliApplication.JsonOption);
        CommandContext context = new(_console, parsed, json, JsonName, cancellation);
        try
        {
            return (int)await ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _console.Say("Interrupted.");
            return (int)ExitCode.Interrupted;
        }
        catch (TinyEdgeException error)
        {
            Report(context, error);
            return (int)error.ExitCode;
        }
    }

    private void Report(CommandContext context, TinyEdgeException error)
    {
        _console.Say($"error: {error.What}");
        Detail("why", error.Why);
        Detail("do", error.Remedy);
        if (error.Result != ResultCode.Ok)
        {
            Detail("code", $"{(int)error.Result} {error.Result}");
        }

        if (context.Json)
        {
            JsonOutput.WriteError(_console.Out, JsonName, new JsonOutput.ErrorBody(
                (int)error.ExitCode,
                (int)error.Result,
                error.Result == ResultCode.Ok ? null : error.Result.ToString(),
                error.What,
                error.Why,
                error.Remedy));
        }
    }

    private void Detail(string label, string text)
    {
        if (text.Length > 0)
        {
            _console.Say($"  {label + ":",-5} {text}");
        }
    }
}
