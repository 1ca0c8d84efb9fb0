using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Fuzzing.Links;

/// <summary>Everything above a link: dispatcher and challenges of the firmware over a device that counts what is asked of it.</summary>
internal sealed class FuzzDevice : IDeviceControl
{
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] s_fingerprint = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly FuzzClock _clock;
    private readonly ZeroHmac _hmac;

    public FuzzDevice(FuzzClock clock, bool guessable)
    {
        _clock = clock;
        _hmac = new ZeroHmac(guessable);
        Dispatcher = NewDispatcher();
    }

    public FuzzSession Session { get; } = new();

    public CommandDispatcher Dispatcher { get; private set; }

    public IUpdateSession Updates => Session;

    /// <summary>Calls that change the device.</summary>
    public int Changes { get; private set; }

    /// <summary>A fresh boot: no challenge, no lock, no token of an earlier input.</summary>
    public void Restart()
    {
        Session.Clear();
        Changes = 0;
        Dispatcher = NewDispatcher();
    }

    public void WriteIdentity(LineWriter line)
    {
        line.Add(WireLabels.DeviceId, "0102030405060708");
        line.Add(WireLabels.ProtocolVersion, WireLimits.ProtocolVersion);
    }

    public void WriteHealth(LineWriter line)
    {
        line.AddHex(WireLabels.Fingerprint, s_fingerprint, 0, 8);
        line.Add(WireLabels.UptimeMs, 4_294_967_297L);
    }

    public void WriteBanks(LineWriter line) => line.Add(WireLabels.Bank, "A");

    public void WriteAudit(LineWriter line) => line.Add(WireLabels.UpdateRecord(0), "00");

    public ResultCode Confirm() => Change(ResultCode.NotInTrial);

    public ResultCode Rollback() => Change(ResultCode.Ok);

    public ResultCode RequestReboot() => Change(ResultCode.Ok);

    public ResultCode ProvisionKey(byte[] key)
    {
        FuzzViolation.Unless(key.Length == 32 && key.AsSpan().IndexOfAnyExcept(key[0]) >= 0, "A key that is none was handed on");
        return Change(ResultCode.Ok);
    }

    public ResultCode ProvisionWifi(byte[] ssid, byte[] passphrase)
    {
        FuzzViolation.Unless(ssid.Length is >= 1 and <= 32 && passphrase.Length is 0 or (>= 8 and <= 64), $"A network of {ssid.Length} and {passphrase.Length} bytes was handed on");
        return Change(ResultCode.Ok);
    }

    public bool IsCapturing => false;

    public ResultCode Capture(int seconds)
    {
        FuzzViolation.Unless(seconds is >= 0 and <= WireLimits.CaptureSeconds, $"A capture of {seconds} seconds was handed on");
        return Change(ResultCode.Ok);
    }

    public bool TryWriteCapture(LineWriter line, long silentMs) => false;

    public void NoteCompanionContact() => Changes++;

    private ResultCode Change(ResultCode result)
    {
        Changes++;
        return result;
    }

    private CommandDispatcher NewDispatcher() => new(this, new ChallengeGate(_hmac, s_key, _clock, 7), _clock);
}
