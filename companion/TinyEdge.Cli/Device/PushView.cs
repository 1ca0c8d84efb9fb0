using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

/// <summary>Runs a push under a progress bar that counts what the device acknowledged.</summary>
internal static class PushView
{
    public static async Task<PushResult> RunAsync(CliConsole console, IDeviceClient client, PushBundle bundle, PushOptions options, CancellationToken cancellation)
    {
        if (!console.Narration.Profile.Capabilities.Interactive)
        {
            PlainProgress plain = new(console);
            return await new BundlePusher(client, options, progress: plain).PushAsync(bundle, cancellation).ConfigureAwait(false);
        }

        return await console.Narration.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                ProgressTask bar = bars.AddTask("connecting", maxValue: Math.Max(1, bundle.TotalBlocks));
                BarProgress progress = new(bar);
                return await new BundlePusher(client, options, progress: progress).PushAsync(bundle, cancellation).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
    }

    private static string Describe(PushProgress p)
    {
        string again = p.Reconnects > 0 ? $", {p.Reconnects} reconnects" : "";
        return p.Stage switch
        {
            PushStage.Opening => "opening",
            PushStage.Sending => $"acknowledged {p.AcknowledgedBlocks}/{p.TotalBlocks} blocks{again}",
            PushStage.Finishing => "device verifies the bank",
            PushStage.Rebooting => "device reboots",
            PushStage.Trial => "trial: waiting for the health gate",
            _ => "done",
        };
    }

    private sealed class BarProgress(ProgressTask bar) : IProgress<PushProgress>
    {
        public void Report(PushProgress value)
        {
            bar.Description = Describe(value);
            bar.Value = value.AcknowledgedBlocks;
        }
    }

    /// <summary>For pipes and logs: a line whenever the text changes.</summary>
    private sealed class PlainProgress(CliConsole console) : IProgress<PushProgress>
    {
        private string _last = "";

        public void Report(PushProgress value)
        {
            string text = Describe(value);
            if (text != _last)
            {
                _last = text;
                console.Say($"  {text}");
            }
        }
    }
}
