using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Cli.Device;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.Provisioning;

internal sealed class ProvisionKeyCommand : CliCommand
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "The device's key file; a new key is made when there is no such file." };
    private readonly DeviceTarget _target = new();

    public ProvisionKeyCommand(CliConsole console)
        : base(console, "key", "Give a device its own key over its serial console. A device that has one wants the old one with --device-key.")
    {
        Arguments.Add(_file);
        _target.AddTo(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "tinyedge provision key pump7.key --device COM5",
        "tinyedge provision key pump7-new.key --device-key pump7.key --device COM5",
    ];

    protected override string JsonName => "provision key";

    protected override async Task<ExitCode> ExecuteAsync(CommandContext context)
    {
        string path = context.Parsed.GetRequiredValue(_file).FullName;
        await using SerialDeviceClient console = ProvisionTarget.Open(_target, context);

        // Asked first: a key file should not be made for a port with nobody behind it.
        DeviceIdentity device = await console.GetIdentityAsync(context.Cancellation).ConfigureAwait(false);
        bool isNew = !File.Exists(path);
        DeviceKey key = isNew ? DeviceKey.Create(path) : DeviceKey.Load(path);
        bool changed = await ProvisionAsync(console, key, isNew ? path : null, context.Cancellation).ConfigureAwait(false);
        context.Console.Say(isNew ? "A new key; keep the file, the device does not give the key out." : "The key of the file.");
        context.Write(
            new { device.DeviceId, KeyFile = path, NewFile = isNew, Changed = changed },
            () => context.Console.Out.WriteLine($"device {device.DeviceId} {(changed ? "has taken" : "had")} the key in {path}"));
        return ExitCode.Ok;
    }

    /// <summary>A key is on disk before a device has it, and a new one that the device refused does not stay there.</summary>
    private static async Task<bool> ProvisionAsync(SerialDeviceClient console, DeviceKey key, string? newPath, CancellationToken cancellation)
    {
        try
        {
            return await console.ProvisionKeyAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (DeviceRefusedException) when (newPath is not null)
        {
            File.Delete(newPath);
            throw;
        }
    }
}
