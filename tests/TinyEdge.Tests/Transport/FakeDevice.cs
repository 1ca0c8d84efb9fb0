using System.Buffers.Binary;
using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Transport;

/// <summary>A clock that tests move.</summary>
internal sealed class ManualClock : IClock
{
    public long Now { get; set; } = 1000;

    public long UptimeMs => Now;

    public long Microseconds => Now * 1000;

    public long UnixSeconds => 0;
}

internal sealed class RealClock : IClock
{
    public long UptimeMs => Environment.TickCount64;

    public long Microseconds => Environment.TickCount64 * 1000;

    public long UnixSeconds => 0;
}

/// <summary>.NET's HMAC behind the device's seam: independent of the code that signs in the companion's place on a device.</summary>
internal sealed class NetHmac : IHmacSha256
{
    public void Compute(byte[] key, byte[] data, int offset, int count, byte[] mac) =>
        HMACSHA256.HashData(key, data.AsSpan(offset, count), mac);
}

/// <summary>
/// Takes bundles into memory. Blocks of 64 bytes become durable one by one; a byte of 0xEE at the head of a block stands for a
/// digest that does not match.
/// </summary>
internal sealed class FakeUpdateSession : IUpdateSession
{
    public const int BlockBytes = 64;
    public const byte BadMark = 0xEE;

    private byte[] _data = [];
    private int _expected;
    private int _link = -1;

    public ResultCode OpenResult { get; set; } = ResultCode.Ok;

    public ResultCode FinishResult { get; set; } = ResultCode.Ok;

    public byte[] Fingerprint { get; } = new byte[8];

    public byte[] Received => _data[.._expected];

    /// <summary>Takes the same piece again and again, for measuring.</summary>
    public bool StaysInPlace { get; set; }

    public int Opens { get; private set; }

    public int Drops { get; private set; }

    public int Feeds { get; private set; }

    public bool IsFinished { get; private set; }

    public bool IsAborted { get; private set; }

    public int AcknowledgedOffset => _expected == _data.Length ? _expected : _expected / BlockBytes * BlockBytes;

    public int ExpectedOffset => _expected;

    public ResultCode Open(byte[] fingerprint, int offset, int totalLength, int link, out int nextOffset)
    {
        nextOffset = 0;
        if (OpenResult != ResultCode.Ok)
        {
            return OpenResult;
        }

        Opens++;
        if (_data.Length != totalLength || !Fingerprint.AsSpan().SequenceEqual(fingerprint.AsSpan(offset, 8)))
        {
            _data = new byte[totalLength];
            _expected = 0;
            fingerprint.AsSpan(offset, 8).CopyTo(Fingerprint);
        }

        _link = link;
        _expected = AcknowledgedOffset;
        nextOffset = _expected;
        return ResultCode.Ok;
    }

    public ResultCode Feed(int position, byte[] buffer, int offset, int count, int link)
    {
        Feeds++;
        if (link != _link)
        {
            return ResultCode.Busy;
        }

        if ((position != _expected && !StaysInPlace) || count > _data.Length - _expected)
        {
            return ResultCode.OffsetMismatch;
        }

        if (StaysInPlace)
        {
            return ResultCode.NeedMore;
        }

        for (int i = 0; i < count; i++)
        {
            byte value = buffer[offset + i];
            if (_expected % BlockBytes == 0 && value == BadMark)
            {
                return ResultCode.BlockDigestMismatch;
            }

            _data[_expected++] = value;
        }

        return ResultCode.NeedMore;
    }

    public void DropPartial(int link)
    {
        Drops++;
        _expected = AcknowledgedOffset;
    }

    public ResultCode Finish(int link)
    {
        if (_expected != _data.Length)
        {
            return ResultCode.IncompleteUpdate;
        }

        IsFinished = FinishResult == ResultCode.Ok;
        return FinishResult;
    }

    public ResultCode Abort(int link)
    {
        IsAborted = true;
        return ResultCode.Ok;
    }
}

internal sealed class FakeDeviceControl : IDeviceControl
{
    public FakeUpdateSession Session { get; } = new();

    public IUpdateSession Updates => Session;

    public int Confirms { get; private set; }

    public int Rollbacks { get; private set; }

    public int Reboots { get; private set; }

    public int Contacts { get; private set; }

    public UpdatePhase Phase { get; set; }

    public void WriteIdentity(LineWriter line)
    {
        line.Add(WireLabels.DeviceId, "dev-7");
        line.Add(WireLabels.Vendor, "acme");
        line.Add(WireLabels.ProtocolVersion, WireLimits.ProtocolVersion);
    }

    public void WriteHealth(LineWriter line)
    {
        line.AddHex(WireLabels.Fingerprint, Session.Fingerprint, 0, 8);
        line.Add(WireLabels.Phase, (int)Phase);
        line.Add(WireLabels.Reason, (int)ResultCode.Ok);
        line.Add(WireLabels.UptimeMs, 4_294_967_297L);
        line.Add(WireLabels.HeapFreeBytes, 90112);
    }

    public void WriteAudit(LineWriter line) => line.Add(WireLabels.UpdateRecord(0), "00");

    public void WriteBanks(LineWriter line)
    {
        line.Add(WireLabels.Bank, "A");
        line.Add("a.bundleId", "fan-1");
        line.Add("a.bundleSequence", 12);
        line.Add(WireLabels.SecurityFloor, 3);
    }

    public ResultCode Confirm()
    {
        Confirms++;
        return ResultCode.Ok;
    }

    public ResultCode Rollback()
    {
        Rollbacks++;
        return ResultCode.NothingToRollBackTo;
    }

    public ResultCode RequestReboot()
    {
        Reboots++;
        return ResultCode.Ok;
    }

    public ResultCode ProvisionResult { get; set; } = ResultCode.Ok;

    public byte[]? Key { get; private set; }

    public (byte[] Ssid, byte[] Passphrase)? Wifi { get; private set; }

    public ResultCode ProvisionKey(byte[] key)
    {
        Key = key;
        return ProvisionResult;
    }

    public ResultCode ProvisionWifi(byte[] ssid, byte[] passphrase)
    {
        Wifi = (ssid, passphrase);
        return ProvisionResult;
    }

    public ResultCode CaptureResult { get; set; } = ResultCode.Ok;

    /// <summary>Lines still to be sent; -1 while no capture is on.</summary>
    public int CaptureLines { get; set; } = -1;

    public int CaptureSeconds { get; private set; } = -1;

    /// <summary>Silence of the console as the last call told it.</summary>
    public long SilentMs { get; private set; }

    public bool IsCapturing => CaptureLines >= 0;

    public ResultCode Capture(int seconds)
    {
        CaptureSeconds = seconds;
        CaptureLines = CaptureResult == ResultCode.Ok ? seconds : -1;
        return CaptureResult;
    }

    public bool TryWriteCapture(LineWriter line, long silentMs)
    {
        SilentMs = silentMs;
        line.Begin();
        line.Add(WireLabels.Kind, CaptureLines > 0 ? WireCommands.SamplesKind : WireCommands.CapturedKind);
        line.End();
        CaptureLines--;
        return true;
    }

    public void NoteCompanionContact() => Contacts++;
}

/// <summary>Everything above the link of one device.</summary>
internal sealed class TestDevice
{
    public static readonly byte[] KeyBytes = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public TestDevice(IClock clock, bool hasKey = true)
    {
        Clock = clock;
        Gate = new ChallengeGate(new NetHmac(), hasKey ? KeyBytes : null, clock, 7);
        Dispatcher = new CommandDispatcher(Control, Gate, clock);
        Server = new HttpServer(Dispatcher, clock);
        Console = new SerialConsole(Dispatcher, clock);
    }

    public IClock Clock { get; }

    public FakeDeviceControl Control { get; } = new();

    public ChallengeGate Gate { get; }

    public CommandDispatcher Dispatcher { get; }

    public HttpServer Server { get; }

    public SerialConsole Console { get; }

    public static byte[] Bundle(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        for (int i = 0; i < length; i += FakeUpdateSession.BlockBytes)
        {
            bytes[i] = 1;
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }
}
