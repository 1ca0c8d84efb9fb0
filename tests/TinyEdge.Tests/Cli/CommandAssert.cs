using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Companion;

namespace TinyEdge.Tests.Cli;

/// <summary>What every answer of the command has in common.</summary>
internal static class CommandAssert
{
    /// <summary>The result of a <c>--json</c> run that did what it was asked for.</summary>
    public static JsonElement Json(CommandRun run, string command)
    {
        Assert.Equal((ExitCode.Ok, ""), (run.Exit, run.Exit == ExitCode.Ok ? "" : run.Error));
        JsonElement root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(1, root.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(command, root.GetProperty("command").GetString());
        Assert.False(root.TryGetProperty("error", out _));
        return root.GetProperty("result");
    }

    /// <summary>A failure as a person gets it: what, why, what to do, on standard error alone.</summary>
    public static void Fails(CommandRun run, ExitCode exit, ResultCode code = ResultCode.Ok)
    {
        Assert.Equal((exit, run.Error), (run.Exit, run.Error));
        Assert.Empty(run.Out);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("  do:   ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at TinyEdge", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", run.Error, StringComparison.Ordinal);
        if (code != ResultCode.Ok)
        {
            Assert.Contains($"{(int)code} {code}", run.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>The same failure as a program gets it.</summary>
    public static JsonElement FailsInJson(CommandRun run, string command, ExitCode exit, ResultCode code = ResultCode.Ok)
    {
        Assert.Equal((exit, run.Error), (run.Exit, run.Error));
        JsonElement root = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal((1, command), (root.GetProperty("schemaVersion").GetInt32(), root.GetProperty("command").GetString()));
        Assert.False(root.TryGetProperty("result", out _));
        JsonElement error = root.GetProperty("error");
        Assert.Equal(((int)exit, (int)code), (error.GetProperty("exitCode").GetInt32(), error.GetProperty("resultCode").GetInt32()));
        Assert.NotEmpty(error.GetProperty("what").GetString()!);
        Assert.NotEmpty(error.GetProperty("why").GetString()!);
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        return error;
    }
}
