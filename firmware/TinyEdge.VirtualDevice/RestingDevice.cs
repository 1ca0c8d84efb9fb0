using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.VirtualDevice;

/// <summary>
/// A virtual device that has booted a bundle which it was confirmed to hold, for looking at its objects: everything that a board
/// has in its heap at rest is reachable from the properties. The bundle is signed by a key that lives as long as this call.
/// </summary>
public sealed class RestingDevice : IDisposable
{
    private const int SpareBank = 0;

    private readonly VirtualDeviceHost _host;
    private readonly string _folder;

    /// <param name="parts">The pipeline that runs; null for the golden set.</param>
    /// <param name="budgetBytes">Budget of its pools.</param>
    /// <exception cref="VirtualDeviceException">The device does not start the bundle.</exception>
    public RestingDevice(PipelineParts? parts, int budgetBytes)
    {
        _folder = Directory.CreateTempSubdirectory("tinyedge-rest").FullName;
        using SigningKey key = SigningKey.Generate(isDevelopment: true);
        if (parts is not null)
        {
            Install(parts, budgetBytes, key);
        }

        DeviceFacts facts = new(new byte[8], new byte[WireLimits.DeviceKeyBytes], [key.PublicKey.ToDeviceKey()], TargetEnvironment.Lab);
        _host = new VirtualDeviceHost(new VirtualDeviceOptions { Folder = _folder }, facts);
        try
        {
            _host.Start();
            Check(parts is not null);
        }
        catch
        {
            Dispose();
            throw;
        }

        Http = new HttpServer(Firmware.Supervisor.Dispatcher, Firmware.Board.LinkClock);
        Console = new SerialConsole(Firmware.Supervisor.Dispatcher, Firmware.Board.LinkClock);
    }

    public FirmwareMain Firmware => _host.Firmware!;

    /// <summary>As the HTTP thread has it, whose own one only its stack knows.</summary>
    public HttpServer Http { get; }

    /// <summary>As the console thread has it.</summary>
    public SerialConsole Console { get; }

    public Watchdog Watchdog { get; } = new();

    /// <summary>Threads that run beside the main loop: watchdog, HTTP, console.</summary>
    public static int ThreadCount => 3;

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Install(PipelineParts parts, int budgetBytes, SigningKey key)
    {
        PackedVersion version = new(1, 0, 0);
        DeploymentDocument deployment = new()
        {
            BundleId = "at-rest",
            FirmwareVersion = version,
            ModelVersion = version,
            ThresholdVersion = version,
            CalibrationVersion = version,
            RollbackTarget = string.Empty,
            Metadata = new DeploymentMetadata { TargetEnvironment = ["virtual", "lab"], MinBatteryLevel = 0, MaxLatencyMs = 1000, PeakRamBudgetBytes = budgetBytes },
        };
        List<BundleComponent> components = [new(ComponentType.Model, parts.Model), new(ComponentType.Thresholds, parts.Thresholds)];
        if (parts.Calibration is not null)
        {
            components.Add(new BundleComponent(ComponentType.Calibration, parts.Calibration));
        }

        byte[] bundle = BundleBuilder.Build(deployment, new ReleaseSettings { Sequence = 1 }, components, key);
        byte[] fingerprint = Convert.FromHexString(BundleInspector.Describe(bundle).Fingerprint);
        BootRecord record = new();
        record.SetFactory(0, 0);
        record.SetTrial(SpareBank, 1, fingerprint, 0);
        record.ExchangeActiveAndTrial(SpareBank);
        record.ClearTrial();
        record.ConfirmedSequence = 1;
        record.Sequence = 1;
        record.Seal();
        File.WriteAllBytes(Path.Combine(_folder, Bank.FileOf(SpareBank)), bundle);
        File.WriteAllBytes(Path.Combine(_folder, BootRecordStore.File1), record.Bytes);
    }

    private void Check(bool installed)
    {
        ResultCode code = Firmware.Supervisor.StartResult;
        bool isGolden = Firmware.Supervisor.Engine.RunningBank == Bank.Golden;
        if (code != ResultCode.Ok || isGolden == installed)
        {
            throw new VirtualDeviceException(
                "The device does not run the pipeline.",
                $"It started {(isGolden ? "its golden set" : "the bundle")} with code {(int)code} {code}; its boot record says {Firmware.Supervisor.Engine.Record.LastReason}.",
                "Check the bundle with 'tinyedge verify', its memory with 'tinyedge profile'.");
        }
    }
}
