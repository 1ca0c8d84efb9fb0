using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using TinyEdge.Companion;

namespace TinyEdge.Cli.Demo;

/// <summary>A virtual device in a process of its own: <c>tinyedge simulate</c>, steered by its standard input.</summary>
internal sealed class DeviceProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _narration = [];

    private DeviceProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_narration)
            {
                _narration.Add(line.Data ?? "");
            }
        };
        process.BeginErrorReadLine();
    }

    public Uri Http { get; private set; } = null!;

    public string DeviceId { get; private set; } = "";

    public string DeviceKeyFile { get; private set; } = "";

    /// <summary>UART0: a pseudo-terminal where the system has them, else TCP.</summary>
    public string HealthPort { get; private set; } = "";

    /// <summary>Reboots that the device reported so far.</summary>
    public int Reboots
    {
        get
        {
            lock (_narration)
            {
                return _narration.Count(line => line.EndsWith(": Reboot", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Starts the device and waits until it says where it is.</summary>
    public static async Task<DeviceProcess> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        }

        foreach (string argument in (string[])["simulate", "--json", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        DeviceProcess device = new(Process.Start(start)!);
        try
        {
            await device.ReadReadyLineAsync(cancellation).ConfigureAwait(false);
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public void SetMachine(string state)
    {
        _process.StandardInput.WriteLine($"state {state}");
        _process.StandardInput.Flush();
    }

    public void Dispose()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.StandardInput.WriteLine("quit");
                _process.StandardInput.Flush();
                if (!_process.WaitForExit(3000))
                {
                    _process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (IOException)
        {
            // It went by itself between the question and the word.
        }

        _process.Dispose();
    }

    private async Task ReadReadyLineAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            line = null;
        }

        if (line is null)
        {
            lock (_narration)
            {
                throw new TinyEdgeException(ExitCode.Internal, "The virtual device did not start.", string.Join(' ', _narration), "Run 'tinyedge simulate' to see why.");
            }
        }

        JsonElement result = JsonDocument.Parse(line).RootElement.GetProperty("result");
        Http = new Uri(result.GetProperty("http").GetString()!);
        DeviceId = result.GetProperty("deviceId").GetString()!;
        DeviceKeyFile = result.GetProperty("deviceKeyFile").GetString()!;
        HealthPort = result.GetProperty("healthPorts")[0].GetString()!;
    }
}
