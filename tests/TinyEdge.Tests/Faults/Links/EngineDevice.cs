using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Transport;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>
/// Everything of a device but its pipeline: the real engine on a volume in memory, the real gate, dispatcher and servers. A boot into a
/// trial judges it at once.
/// </summary>
internal sealed class EngineDevice : IDeviceControl
{
    private readonly IFileStore _files;
    private readonly IClock _clock;

    public EngineDevice(IFileStore files, IClock clock)
    {
        _files = files;
        _clock = clock;
        Boot();
    }

    /// <summary>The volume, where it is one in memory.</summary>
    public MemoryFileStore Files => (MemoryFileStore)_files;

    public UpdateEngine Engine { get; private set; } = null!;

    public ChallengeGate Gate { get; private set; } = null!;

    public CommandDispatcher Dispatcher { get; private set; } = null!;

    public HttpServer Server { get; private set; } = null!;

    public SerialConsole Console { get; private set; } = null!;

    /// <summary>What a trial comes to; NeedMore leaves it undecided.</summary>
    public ResultCode TrialVerdict { get; set; } = ResultCode.Ok;

    public bool RebootDue { get; private set; }

    public int Boots { get; private set; }

    /// <summary>Trials that were begun.</summary>
    public int Trials { get; private set; }

    public IUpdateSession Updates => Engine;

    /// <summary>The reset that was asked for, once, whichever link sees it first.</summary>
    public void BootIfDue()
    {
        lock (_files)
        {
            if (RebootDue)
            {
                Boot();
            }
        }
    }

    /// <summary>A reset: what is not on flash is gone.</summary>
    public void Boot()
    {
        RebootDue = false;
        Boots++;
        KeyRing keys = new(1, acceptsDevelopmentKeys: true);
        keys.TryAdd(LabBundle.Key.PublicKey.ToDeviceKey());
        Engine = new UpdateEngine(_files, _clock, new BundleParser(keys, new PortableBlockDigest()), LabDevice.NewIdentity(), keys);
        Engine.BeginBoot();
        Gate = new ChallengeGate(new NetHmac(), TestDevice.KeyBytes, _clock, (int)Engine.Record.Sequence);
        Dispatcher = new CommandDispatcher(this, Gate, _clock);
        Server = new HttpServer(Dispatcher, _clock);
        Console = new SerialConsole(Dispatcher, _clock);
        Judge();
    }

    public void WriteIdentity(LineWriter line) => line.Add(WireLabels.ProtocolVersion, WireLimits.ProtocolVersion);

    public void WriteHealth(LineWriter line)
    {
        line.AddHex(WireLabels.Fingerprint, Engine.Running.Fingerprint, 0, BundleFormat.FingerprintSize);
        line.Add(WireLabels.Phase, (int)Engine.Record.Phase);
        line.Add(WireLabels.Reason, (int)Engine.Record.LastReason);
        line.Add(WireLabels.UptimeMs, _clock.UptimeMs);
    }

    public void WriteBanks(LineWriter line) => line.Add(WireLabels.Phase, (int)Engine.Record.Phase);

    public void WriteAudit(LineWriter line) => Engine.WriteLog(line);

    public ResultCode Confirm() => Engine.Confirm(ResultCode.Ok);

    public ResultCode Rollback() => Engine.Rollback();

    public ResultCode RequestReboot()
    {
        RebootDue = true;
        return ResultCode.Ok;
    }

    public ResultCode ProvisionKey(byte[] key) => ResultCode.InternalError;

    public ResultCode ProvisionWifi(byte[] ssid, byte[] passphrase) => ResultCode.InternalError;

    public bool IsCapturing => false;

    public ResultCode Capture(int seconds) => ResultCode.SensorNotFound;

    public bool TryWriteCapture(LineWriter line, long silentMs) => false;

    public void NoteCompanionContact()
    {
    }

    private void Judge()
    {
        if (!Engine.InTrial)
        {
            return;
        }

        Trials++;
        if (TrialVerdict == ResultCode.Ok)
        {
            Engine.Confirm(ResultCode.Ok);
            Engine.MarkHealthyUptime();
        }
        else if (TrialVerdict != ResultCode.NeedMore)
        {
            Engine.FailTrial(TrialVerdict);
            Boot();
        }
    }
}
