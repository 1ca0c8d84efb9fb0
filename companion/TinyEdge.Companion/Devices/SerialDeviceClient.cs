using System.Globalization;
using System.IO.Ports;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>
/// A device behind its serial console. A pump reads all the time and keeps the latest lines, so boot messages and noise are
/// skipped and a late answer is told apart by its tag. Questions that change nothing are asked again; commands are not.
/// </summary>
public sealed class SerialDeviceClient : DeviceClient
{
    /// <summary>Speed of the console on a real port.</summary>
    public const int BaudRate = 921600;

    private const int Tries = 4;
    private const int KeptLines = 256;
    private static readonly TimeSpan s_answerTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly Func<CancellationToken, Task<Stream>> _connect;
    private readonly byte[] _raw = new byte[WireFrame.MaxRawBytes];
    private readonly byte[] _frame = new byte[WireFrame.MaxStuffedBytes + 2];
    private readonly TimeSpan _answerTimeout;
    private Stream? _stream;
    private Channel<DeviceLine>? _lines;
    private CancellationTokenSource? _pumpStop;
    private int _tag;
    private int _sequence;

    /// <param name="endpoint">Address, for messages.</param>
    /// <param name="key">Key of the device, or null to read only.</param>
    /// <param name="connect">Opens the link; called again after it broke.</param>
    /// <param name="answerTimeout">How long to wait before asking again; 3 s unless told, and twenty times that where a bank is read back.</param>
    public SerialDeviceClient(string endpoint, DeviceKey? key, Func<CancellationToken, Task<Stream>> connect, TimeSpan? answerTimeout = null)
        : base(key)
    {
        Endpoint = endpoint;
        _connect = connect;
        _answerTimeout = answerTimeout ?? s_answerTimeout;
    }

    public override string Endpoint { get; }

    public override int MaxPieceBytes => WireLimits.FramePayloadBytes;

    /// <summary>Opens <c>tcp://host:port</c> or a port name (COM3, /dev/ttyUSB0).</summary>
    public static SerialDeviceClient Open(string port, DeviceKey? key)
    {
        ArgumentNullException.ThrowIfNull(port);
        if (!port.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase))
        {
            return new SerialDeviceClient(port, key, _ => Task.FromResult(OpenPort(port)));
        }

        if (!Uri.TryCreate(port, UriKind.Absolute, out Uri? uri) || uri.Port < 1 || uri.Host.Length == 0)
        {
            throw new TinyEdgeException(
                TinyEdge.Companion.ExitCode.Usage,
                $"'{port}' is no serial address.",
                "tcp:// must be followed by host and port.",
                "Write for example tcp://127.0.0.1:5555, or a port name that 'tinyedge ports' lists.");
        }

        return new SerialDeviceClient(port, key, cancellation => ConnectAsync(uri, cancellation));
    }

    /// <summary>Every good line that arrives, until cancelled; for <c>health --watch</c>.</summary>
    public async IAsyncEnumerable<DeviceLine> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await EnsureOpenAsync(cancellation).ConfigureAwait(false);
        await foreach (DeviceLine line in _lines!.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    /// <summary>Gives the device its key, or another one; the answer must be vouched for by the new key.</summary>
    /// <returns>False when the device had this very key already.</returns>
    /// <exception cref="DeviceRefusedException">The device has another key and this client does not.</exception>
    public async Task<bool> ProvisionKeyAsync(DeviceKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (await HasAsync(key, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        await ProvisionAsync(DeviceCommand.ProvisionKey, Convert.ToHexStringLower(key.ToBytes()), key, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives the device a Wi-Fi network, which it begins to join.</summary>
    public Task ProvisionWifiAsync(WifiNetwork network, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        return ProvisionAsync(DeviceCommand.ProvisionWifi, network.ToArguments(), vouching: null, cancellation);
    }

    /// <summary>
    /// Raw samples of the device's sensor, as they come. The pipeline of the device stands still meanwhile. Whoever stops listening ends it: the device
    /// does so itself when it has heard nothing for <see cref="WireLimits.CaptureSilenceMs"/>.
    /// </summary>
    /// <param name="seconds">1 to <see cref="WireLimits.CaptureSeconds"/>.</param>
    /// <param name="cancellation">Stops listening.</param>
    /// <exception cref="DeviceRefusedException">The device refused, or ended the capture before its time.</exception>
    /// <exception cref="DeviceLinkException">The link broke, or the device fell silent.</exception>
    public async IAsyncEnumerable<CapturedBlock> CaptureAsync(int seconds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await ChangeAsync(DeviceCommand.Capture, seconds.ToString(CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task beating = BeatAsync(_stream!, stop.Token);
        try
        {
            while (await AwaitAsync(line => line.Kind is WireCommands.SamplesKind or WireCommands.CapturedKind, _answerTimeout, cancellation).ConfigureAwait(false) is { } line)
            {
                if (line.Kind == WireCommands.CapturedKind)
                {
                    if (line.Result != ResultCode.Ok)
                    {
                        throw new DeviceRefusedException($"{Endpoint} ended the capture before its time.", line.Result);
                    }

                    yield break;
                }

                yield return CapturedBlock.From(line) ?? throw Garbled("A line of samples lacks a field.");
            }

            throw NoAnswer(_answerTimeout);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await beating.ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private protected override async Task<DeviceLine> SendAsync(DeviceCall call, CancellationToken cancellation)
    {
        bool mayAskAgain = !WireCommands.NeedsChallenge(call.Command);
        TimeSpan limit = call.Command is DeviceCommand.UpdateFinish or DeviceCommand.UpdateOpen ? 20 * _answerTimeout : _answerTimeout;
        for (int tries = 1; ; tries++)
        {
            int tag = _tag = (_tag + 1) % 100000;
            await WriteAsync(Encoding.ASCII.GetBytes(TextOf(call, tag)), cancellation).ConfigureAwait(false);
            DeviceLine? line = await AwaitAsync(answer => answer.Number(WireLabels.Reply) == tag, limit, cancellation).ConfigureAwait(false);
            if (line is not null)
            {
                return line;
            }

            if (!mayAskAgain || tries == Tries)
            {
                throw NoAnswer(limit);
            }
        }
    }

    private protected override async Task<DeviceLine> SendPieceAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        byte[] payload = piece.ToArray();
        string kind = WireCommands.KindOf(DeviceCommand.UpdateData);
        for (int tries = 1; ; tries++)
        {
            int sequence = _sequence = (_sequence + 1) & 0xFFFF;
            int length = WireFrame.Build(sequence, update.Token, position, payload, 0, payload.Length, _raw, _frame);
            await WriteAsync(_frame.AsMemory(0, length), cancellation).ConfigureAwait(false);
            bool IsAnswer(DeviceLine line) => line.Kind == kind
                && (line.Number(WireLabels.Reply) is long tag ? tag == sequence : line.Result == ResultCode.BadFrame);
            DeviceLine? line = await AwaitAsync(IsAnswer, _answerTimeout, cancellation).ConfigureAwait(false);
            if (line is not null && line.Result != ResultCode.BadFrame)
            {
                return line;
            }

            if (tries == Tries)
            {
                throw line is null ? NoAnswer(_answerTimeout) : new DeviceLinkException($"{Endpoint} gets nothing but damaged frames.", $"{Tries} frames in a row failed their CRC.");
            }
        }
    }

    /// <summary>Empty lines, which a device does not answer, tell it that somebody listens.</summary>
    private static async Task BeatAsync(Stream stream, CancellationToken stop)
    {
        try
        {
            using PeriodicTimer timer = new(s_beat);
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                await stream.WriteAsync("\n"u8.ToArray(), stop).ConfigureAwait(false);
                await stream.FlushAsync(stop).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException or TimeoutException or SocketException)
        {
            // The reader of the samples sees a broken link too.
        }
    }

    /// <summary>A line feed goes first, so that noise before the command is a line of its own.</summary>
    private static string TextOf(DeviceCall call, int tag)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n@{tag} {WireCommands.WordsOf(call.Command)}");
        foreach (string? part in new[] { call.Arguments, call.AuthText, call.ClientNonce is null ? null : "?" + Convert.ToHexStringLower(call.ClientNonce) })
        {
            if (!string.IsNullOrEmpty(part))
            {
                text.Append(' ').Append(part);
            }
        }

        return text.Append('\n').ToString();
    }

    private static Stream OpenPort(string name)
    {
        // DTR and RTS stay down: on most boards they reset the chip, and pseudo-terminals have neither.
        var port = new SerialPort(name, BaudRate) { ReadTimeout = SerialPort.InfiniteTimeout, WriteTimeout = 5000 };
        port.Open();
        return port.BaseStream;
    }

    private static async Task<Stream> ConnectAsync(Uri uri, CancellationToken cancellation)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(TimeSpan.FromSeconds(5));
            await client.ConnectAsync(uri.Host, uri.Port, timeout.Token).ConfigureAwait(false);
            return client.GetStream();
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task EnsureOpenAsync(CancellationToken cancellation)
    {
        if (_lines is not null && !_lines.Reader.Completion.IsCompleted)
        {
            return;
        }

        await CloseAsync().ConfigureAwait(false);
        try
        {
            _stream = await _connect(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested
            && error is IOException or UnauthorizedAccessException or SocketException or ArgumentException or InvalidOperationException or OperationCanceledException)
        {
            throw new DeviceLinkException($"{Endpoint} cannot be opened.", error.Message, error);
        }

        _lines = Channel.CreateBounded<DeviceLine>(new BoundedChannelOptions(KeptLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _pumpStop = new CancellationTokenSource();
        _ = PumpAsync(_stream, _lines.Writer, _pumpStop.Token);
    }

    private static async Task PumpAsync(Stream stream, ChannelWriter<DeviceLine> lines, CancellationToken stop)
    {
        byte[] input = new byte[4096];
        var reader = new LineReader();
        try
        {
            for (; ; )
            {
                int read = await stream.ReadAsync(input, stop).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                reader.Feed(input.AsSpan(0, read), line => lines.TryWrite(line));
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // The channel says to whoever waits that the link is gone; the next command opens it again.
        }

        lines.TryComplete();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await EnsureOpenAsync(cancellation).ConfigureAwait(false);
        while (_lines!.Reader.TryRead(out _))
        {
        }

        try
        {
            await _stream!.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            await _stream.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException or TimeoutException or SocketException)
        {
            await CloseAsync().ConfigureAwait(false);
            throw new DeviceLinkException($"The link to {Endpoint} broke.", error.Message, error);
        }
    }

    /// <summary>The first line that fits, or null when the time is over.</summary>
    private async Task<DeviceLine?> AwaitAsync(Func<DeviceLine, bool> isAnswer, TimeSpan limit, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        try
        {
            await foreach (DeviceLine line in _lines!.Reader.ReadAllAsync(timeout.Token).ConfigureAwait(false))
            {
                if (isAnswer(line))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }

        await CloseAsync().ConfigureAwait(false);
        throw new DeviceLinkException($"The link to {Endpoint} broke.", "The other end closed it.");
    }

    private DeviceLinkException NoAnswer(TimeSpan limit) =>
        new($"{Endpoint} does not answer.", string.Create(CultureInfo.InvariantCulture, $"No line came within {limit.TotalSeconds:0.#} s."));

    private async Task CloseAsync()
    {
        if (_pumpStop is not null)
        {
            await _pumpStop.CancelAsync().ConfigureAwait(false);
            _pumpStop.Dispose();
            _pumpStop = null;
        }

        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            _stream = null;
        }

        _lines = null;
    }
}
