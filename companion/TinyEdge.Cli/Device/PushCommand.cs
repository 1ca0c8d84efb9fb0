using System.CommandLine;
using System.Text.Json;
using TinyEdge.Bundles;
using TinyEdge.Cli.Audit;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Audit;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Device;

internal sealed class PushCommand : CliCommand
{
    private readonly Argument<FileInfo> _bundle = new("bundle") { Description = "The bundle file (.teb)." };
    private readonly DeviceTarget _target = new();
    private readonly AuditLogOption _audit = new();
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Return when the device tries the bundle, without waiting for its decision." };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Seconds to wait for the device's decision after its reboot.", DefaultValueFactory = _ => 300 };

    public PushCommand(CliConsole console)
        : base(console, "push", "Push a bundle to a device and wait until it has confirmed it, or taken it back. A broken connection is resumed.")
    {
        Arguments.Add(_bundle);
        _target.AddTo(this);
        Options.Add(_noWait);
        Options.Add(_timeout);
        _audit.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge push fan.teb --device http://192.168.4.20 --device-key pump7.key",
        "tinyedge push fan.teb --device /dev/ttyUSB0 --device-key pump7.key",
    ];

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        PushBundle bundle = PushBundle.FromBytes(BundleFile.Load(context.Parsed.GetRequiredValue(_bundle).FullName));
        await using IDeviceClient client = _target.Open(context, keyNeeded: true);
        PushOptions options = new()
        {
            WaitForDecision = !context.Parsed.GetValue(_noWait),
            TrialTimeout = TimeSpan.FromSeconds(Math.Clamp(context.Parsed.GetValue(_timeout), 1, 86400)),
        };
        PushResult result = await NotedAsync(context, client, bundle, () => PushView.RunAsync(context.Console, client, bundle, options, context.Cancellation)).ConfigureAwait(false);
        context.Write(result, () => context.Console.Out.WriteLine(Text(result)));
        if (result.Outcome != PushOutcome.RolledBack)
        {
            return ExitCode.Ok;
        }

        context.Console.Say($"error: the device took the bundle back: {ResultCodeText.Meaning(result.Reason)}");
        context.Console.Say($"  do:   {ResultCodeText.Remedy(result.Reason)}");
        context.Console.Say($"  code: {(int)result.Reason} {result.Reason}");
        return ExitCode.RolledBack;
    }

    /// <summary>Notes that a push begins, and how it ended, also when it ended with an error.</summary>
    private async Task<PushResult> NotedAsync(CommandContext context, IDeviceClient client, PushBundle bundle, Func<Task<PushResult>> push)
    {
        AuditLog log = _audit.Of(context);
        BundleDescription? description = Describe(bundle);
        log.Append(AuditEntry.Push(client.Endpoint, bundle.FingerprintHex, description?.Sequence, description?.BundleId));
        string outcome = "interrupted";
        ResultCode reason = ResultCode.Ok;
        try
        {
            PushResult result = await push().ConfigureAwait(false);
            outcome = JsonNamingPolicy.CamelCase.ConvertName(result.Outcome.ToString());
            reason = result.Reason;
            return result;
        }
        catch (TinyEdgeException error)
        {
            outcome = error is DeviceRefusedException ? "refused" : "failed";
            reason = error.Result;
            throw;
        }
        finally
        {
            string? device = outcome is "interrupted" or "failed" ? null : await IdOfAsync(client).ConfigureAwait(false);
            log.Append(AuditEntry.Pushed(client.Endpoint, device, bundle.FingerprintHex, outcome, (int)reason));
        }
    }

    /// <summary>Null for a file that no device will take either; it may be sent all the same.</summary>
    private static BundleDescription? Describe(PushBundle bundle)
    {
        try
        {
            return BundleInspector.Describe(bundle.Bytes.ToArray());
        }
        catch (BundleException)
        {
            return null;
        }
    }

    private static async Task<string?> IdOfAsync(IDeviceClient client)
    {
        try
        {
            return (await client.GetIdentityAsync(CancellationToken.None).ConfigureAwait(false)).DeviceId;
        }
        catch (TinyEdgeException)
        {
            return null;
        }
    }

    private static string Text(PushResult result)
    {
        return result.Outcome switch
        {
            PushOutcome.Confirmed => $"confirmed: the device runs {result.Health?.Running.BundleId}",
            PushOutcome.AlreadyInstalled => "already installed: nothing was written",
            PushOutcome.TrialPending => "on trial: the device has not decided yet",
            _ => $"rolled back: {(int)result.Reason} {result.Reason}; the device runs {result.Health?.Running.BundleId}",
        };
    }
}
