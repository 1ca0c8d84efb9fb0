using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Bundles;
using TinyEdge.VirtualDevice;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>
/// All tests with whole devices, one after the other and beside no other test: at six times real time a FIFO of 32 samples overruns when
/// its thread has to wait 27 ms for a processor, and a trial is right to hold that against a bundle.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndCollection
{
    public const string Name = "end to end";
}

/// <summary>A whole virtual device in this process, in a folder of its own, on free ports, and what a companion needs to talk to it.</summary>
internal sealed class DeviceRig : IDisposable
{
    /// <summary>Reached only when something is broken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public const double Speed = 6;

    private static readonly Lazy<BundleFolder> s_folder = new(() => BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference")));
    private readonly TemporaryFolder _folder = new();
    private readonly SensorKind _sensor;
    private readonly bool _serial;
    private readonly bool _provisioned;
    private readonly PowerProfile _power;
    private readonly Action<VirtualBoard>? _meanwhile;

    /// <param name="sensor">Chip on the bus.</param>
    /// <param name="serial">Whether console and health line can be reached.</param>
    /// <param name="provisioned">Whether the device comes with its key and its network.</param>
    /// <param name="power">Power profile of the board.</param>
    /// <param name="meanwhile">What happens to the board between its assembly and its first boot.</param>
    public DeviceRig(
        SensorKind sensor = SensorKind.Adxl345, bool serial = false, bool provisioned = true, PowerProfile power = PowerProfile.AlwaysOn,
        Action<VirtualBoard>? meanwhile = null)
    {
        _sensor = sensor;
        _serial = serial;
        _provisioned = provisioned;
        _power = power;
        _meanwhile = meanwhile;
        Host = NewHost();
    }

    public static DeviceKey Key { get; } = new([.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))]);

    public VirtualDeviceHost Host { get; private set; }

    public string FlashPath => _folder.PathOf("flash");

    public string Http => Host.HttpAddress.ToString();

    /// <summary>Trials that a loaded test machine passes as well: time is judged by the supervisor's own tests.</summary>
    public static HealthProfile Health { get; } = new() { TrialAttempts = 3, MinimumWindows = 3, TrialDeadlineSeconds = 600 };

    public static PushOptions Options { get; } = new()
    {
        PieceBytes = 1024,
        PollPause = TimeSpan.FromMilliseconds(40),
        FirstPause = TimeSpan.FromMilliseconds(20),
        MaxFailuresWithoutProgress = 12,
        TrialTimeout = Patience,
    };

    public static byte[] SeverityApp => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TinyEdge.SeverityApp.dll"));

    public static PipelineParts Parts => s_folder.Value.Parts;

    public static byte[] Bundle(
        uint sequence, string? id = null, byte[]? app = null, string? entryType = null, ISigner? signer = null, PipelineParts? parts = null,
        int budgetBytes = 12288, string[]? environment = null, HealthProfile? health = null, DateTimeOffset? notAfter = null,
        byte[]? keyring = null, ushort epoch = 0)
    {
        PipelineParts content = parts ?? Parts;
        List<BundleComponent> components = app is null ? [] : [new(ComponentType.AppAssembly, app)];
        components.Add(new(ComponentType.Model, content.Model));
        components.Add(new(ComponentType.Thresholds, content.Thresholds));
        components.Add(new(ComponentType.Calibration, content.Calibration!));
        components.Add(new(ComponentType.GoldenVectors, content.GoldenVectors!));
        if (keyring is not null)
        {
            components.Add(new(ComponentType.Keyring, keyring));
        }

        DeploymentDocument deployment = s_folder.Value.Deployment;
        return BundleBuilder.Build(
            deployment with
            {
                BundleId = id ?? $"rig-{sequence}",
                Metadata = deployment.Metadata with
                {
                    MaxLatencyMs = 5000,
                    PeakRamBudgetBytes = budgetBytes,
                    TargetEnvironment = environment ?? deployment.Metadata.TargetEnvironment,
                },
            },
            new ReleaseSettings
            {
                Sequence = sequence,
                NotAfter = notAfter,
                KeyringEpoch = epoch,
                BlockSize = 1024,
                AppEntryType = app is null ? null : entryType,
                NativeChecksums = app is null ? null : NativeTables.Virtual,
                Health = health ?? Health,
            },
            components,
            signer ?? TestKeys.Trusted);
    }

    /// <summary>A good bundle whose golden vectors were changed before it was signed.</summary>
    public static byte[] BundleWithWrongGolden(uint sequence)
    {
        byte[] golden = [.. Parts.GoldenVectors!];
        golden[^2] ^= 1;
        return Bundle(sequence, parts: Parts with { GoldenVectors = golden });
    }

    public HttpDeviceClient Client(DeviceKey? key = null) => new(Http, key ?? Key);

    public async Task<PushResult> PushAsync(byte[] bundle, IProgress<PushProgress>? progress = null, string? through = null)
    {
        await using HttpDeviceClient client = new(through ?? Http, Key);
        return await PushAsync(client, bundle, progress);
    }

    public static Task<PushResult> PushAsync(IDeviceClient client, byte[] bundle, IProgress<PushProgress>? progress = null) =>
        new BundlePusher(client, Options, progress: progress).PushAsync(PushBundle.FromBytes(bundle), CancellationToken.None);

    public async Task InstallAsync(byte[] bundle)
    {
        PushResult result = await PushAsync(bundle);
        Assert.Equal((PushOutcome.Confirmed, ResultCode.Ok), (result.Outcome, result.Reason));
    }

    /// <summary>Asks for health until it is as wanted; a device that is away is asked again.</summary>
    public async Task<DeviceHealth> HealthAsync(Func<DeviceHealth, bool>? wanted = null)
    {
        await using HttpDeviceClient client = Client();
        DateTime end = DateTime.UtcNow + Patience;
        DeviceHealth? latest = null;
        while (DateTime.UtcNow < end)
        {
            try
            {
                latest = await client.GetHealthAsync(CancellationToken.None);
                if (wanted is null || wanted(latest))
                {
                    return latest;
                }
            }
            catch (DeviceLinkException)
            {
                // Away while it reboots.
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The device did not get there; its latest health: {latest}");
    }

    public async Task<DeviceBanks> BanksAsync()
    {
        await using HttpDeviceClient client = Client();
        return await client.GetBanksAsync(CancellationToken.None);
    }

    /// <summary>Every file on the flash volume, by name.</summary>
    public SortedDictionary<string, string> Flash()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string path in Directory.GetFiles(FlashPath))
        {
            files[Path.GetFileName(path)] = Convert.ToHexString(File.ReadAllBytes(path));
        }

        return files;
    }

    public byte[] BankFile(string? name) => File.ReadAllBytes(Path.Combine(FlashPath, name == "A" ? Bank.FileA : Bank.FileB));

    /// <summary>Off, something happens to the flash chip, and on again.</summary>
    public void SwitchOffAndOn(Action meanwhile)
    {
        Host.Dispose();
        meanwhile();
        Host = NewHost();
    }

    public void Dispose()
    {
        Host.Dispose();
        _folder.Dispose();
    }

    private VirtualDeviceHost NewHost()
    {
        DeviceFacts facts = new(
            [1, 2, 3, 4, 5, 6, 7, 8], _provisioned ? Key.ToBytes() : null, [TestKeys.Trusted.PublicKey.ToDeviceKey()], TargetEnvironment.Lab);
        VirtualDeviceOptions options = new()
        {
            Folder = FlashPath,
            Sensor = _sensor,
            Speed = Speed,
            Power = _power,
            PseudoTerminals = _serial,
            Com2TcpPort = _serial ? 0 : null,
            Uart0TcpPort = _serial ? 0 : null,
        };
        VirtualDeviceHost host = new(options, facts);
        try
        {
            _meanwhile?.Invoke(host.Board);
            host.Start();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
