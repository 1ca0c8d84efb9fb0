using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Simulation;

/// <summary>
/// Runs the simulation in a process of its own. What ends a process on the desktop (a stack that overflows, memory that is exhausted) ends a
/// boot on a board: the keeper starts the process anew on the same flash and the same ports, as a reset would the board.
/// </summary>
/// <param name="arguments">Arguments of the process: 'simulate' with its options.</param>
/// <param name="console">Narration.</param>
internal sealed class SimulationKeeper(IReadOnlyList<string> arguments, CliConsole console)
{
    private const int MostEarlyDeaths = 5;

    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>A free port on loopback, which stays the same over restarts.</summary>
    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Until the simulation ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TinyEdgeException">It dies again and again before it is up.</exception>
    public async Task<ExitCode> RunAsync(CancellationToken cancellation)
    {
        int early = 0;
        for (int resets = 1; ; resets++)
        {
            long begun = Stopwatch.GetTimestamp();
            int exit = await RunOnceAsync(cancellation).ConfigureAwait(false);
            if (Enum.IsDefined((ExitCode)exit))
            {
                return (ExitCode)exit;
            }

            early = Stopwatch.GetElapsedTime(begun) < s_early ? early + 1 : 0;
            if (early == MostEarlyDeaths)
            {
                throw new TinyEdgeException(
                    ExitCode.Internal, "The simulation does not stay up.", $"Its process died {early} times in a row within {s_early.TotalSeconds:0} s; exit code {exit}.", "Run it without --restart to see why.");
            }

            console.Say($"the device's process died with exit code {exit}: reset {resets}");
            await Task.Delay(s_pause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode;
        }
        finally
        {
            // Ctrl+C reached it too, if it came from a terminal.
            if (!process.HasExited && !process.WaitForExit(s_patience))
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
