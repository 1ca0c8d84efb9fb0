using System.Text;
using System.Text.RegularExpressions;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;
using TinyEdge.Tests.Transport;
using TinyEdge.Tests.Update;
using ManualClock = TinyEdge.Tests.Transport.ManualClock;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>What pushes that fail leave behind in the device's memory: nothing, counted by the runtime, whatever made them fail.</summary>
public class FailedPushTests
{
    private const int KindsOfFailure = 5;

    private readonly ManualClock _clock = new();
    private readonly EngineDevice _device;
    private readonly ReplayLink _link;
    private readonly byte[] _bundle = LabBundle.Of(10);
    private readonly byte[] _other = LabBundle.Of(11);
    private long _allocated;
    private int _counted;

    public FailedPushTests()
    {
        _device = new EngineDevice(new FlatStore(), _clock);
        _link = new ReplayLink(_clock);
    }

    [Fact]
    public void T15_T16_FiftyFailedPushesInARow_AllocateNothing()
    {
        for (int i = 0; i < 3 * KindsOfFailure; i++)
        {
            FailAPush(i % KindsOfFailure);
        }

        (_allocated, _counted) = (0, 0);
        for (int i = 0; i < 50; i++)
        {
            FailAPush(i % KindsOfFailure);
        }

        // Connections during which a collection ran are not counted: it moves the runtime's counter.
        Assert.InRange(_counted, 75, 150);
        Assert.Equal(0, _allocated);
    }

    /// <summary>Cut inside a block, a head that no key vouches for, a damaged block, a stranger's token, a sender that falls silent.</summary>
    private void FailAPush(int kind)
    {
        byte[] bundle = kind == 1 ? _other : _bundle;
        string challenge = Serve("POST /v1/challenge HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        byte[] nonce = Convert.FromHexString(Regex.Match(challenge, "challenge:([0-9a-f]{32})").Groups[1].Value);
        string arguments = $"{Convert.ToHexStringLower(LabBundle.FingerprintOf(bundle))} {bundle.Length}";
        string auth = $"{Convert.ToHexStringLower(nonce)} {Convert.ToHexStringLower(DeviceDriver.Key.Answer(nonce, DeviceCommand.UpdateOpen, arguments))}";
        string open = Serve(Encoding.ASCII.GetBytes(
            $"POST /v1/update/open HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\nX-TinyEdge-Auth: {auth}\r\nX-TinyEdge-Bundle: {arguments}\r\n\r\n"));
        byte[] token = Convert.FromHexString(Regex.Match(open, "token:([0-9a-f]{32})").Groups[1].Value);
        int next = int.Parse(Regex.Match(open, "next:([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        byte[] body = [.. bundle.AsSpan(next)];
        body[kind == 1 ? 60 : ^400] ^= (byte)(kind is 1 or 2 ? 4 : 0);
        token[0] ^= (byte)(kind == 3 ? 1 : 0);
        byte[] head = Encoding.ASCII.GetBytes(HttpFramingTests.DataHead(token, next, body.Length, bundle.Length));
        _link.Stalls = kind == 4;
        string answer = Serve([.. head, .. kind is 0 or 4 ? body.AsSpan(0, body.Length - 300) : body]);
        _link.Stalls = false;
        Assert.DoesNotContain("X-TinyEdge-Result: 0\r\n", answer, StringComparison.Ordinal);
        Assert.True(_device.Engine.Record.Phase is UpdatePhase.Idle or UpdatePhase.Writing);

        // The sender is gone for good: its session runs out, and so does the wait that bad signatures earn.
        _clock.Now += 65_000;
    }

    private string Serve(byte[] request)
    {
        _link.Load(request);
        int collections = GC.CollectionCount(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _device.Server.ServeConnection(_link);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (GC.CollectionCount(0) == collections)
        {
            _allocated += allocated;
            _counted++;
        }

        return _link.Text;
    }

    /// <summary>One connection: gives its bytes, then is closed, or stays open without a word. Allocates nothing while it is served.</summary>
    private sealed class ReplayLink(ManualClock clock) : IByteLink
    {
        private readonly byte[] _written = new byte[8192];
        private byte[] _request = [];
        private int _at;
        private int _count;

        public bool IsOpen { get; private set; }

        public bool Stalls { get; set; }

        public string Text => Encoding.ASCII.GetString(_written, 0, _count);

        public void Load(byte[] request) => (_request, _at, _count, IsOpen) = (request, 0, 0, true);

        public int Read(byte[] buffer, int offset, int count, int timeoutMs)
        {
            if (_at == _request.Length)
            {
                clock.Now += Stalls ? timeoutMs : 0;
                return Stalls ? 0 : -1;
            }

            int taken = Math.Min(count, _request.Length - _at);
            Array.Copy(_request, _at, buffer, offset, taken);
            _at += taken;
            return taken;
        }

        public bool Write(byte[] buffer, int offset, int count)
        {
            Array.Copy(buffer, offset, _written, _count, count);
            _count += count;
            return true;
        }

        public void Close() => IsOpen = false;
    }
}
