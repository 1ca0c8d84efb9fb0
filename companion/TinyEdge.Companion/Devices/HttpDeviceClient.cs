using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>A device behind its HTTP server.</summary>
public sealed class HttpDeviceClient : DeviceClient
{
    /// <summary>For one question and its answer.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly TimeSpan _answerTimeout;

    /// <param name="endpoint"><c>host</c>, <c>host:port</c> or <c>http://host:port</c>.</param>
    /// <param name="key">Key of the device, or null to read only.</param>
    /// <param name="handler">Replaces the network, in tests.</param>
    /// <param name="answerTimeout">How long to wait for an answer; <see cref="AnswerTimeout"/> unless told, and six times that where a bank is read back.</param>
    public HttpDeviceClient(string endpoint, DeviceKey? key, HttpMessageHandler? handler = null, TimeSpan? answerTimeout = null)
        : base(key)
    {
        _answerTimeout = answerTimeout ?? AnswerTimeout;
        ArgumentNullException.ThrowIfNull(endpoint);
        string address = endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "http://" + endpoint;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttp || uri.Host.Length == 0)
        {
            throw new TinyEdgeException(
                TinyEdge.Companion.ExitCode.Usage,
                $"'{endpoint}' is no address of a device.",
                "It must be a host name or IP address, with a port where it is not 80.",
                "Write for example 192.168.4.1 or http://127.0.0.1:8080.");
        }

        Endpoint = uri.GetLeftPart(UriPartial.Authority);
        _http = new HttpClient(handler ?? NewHandler()) { BaseAddress = new Uri(Endpoint), Timeout = Timeout.InfiniteTimeSpan };
        _http.MaxResponseContentBufferSize = 2 * LineParser.MaxLineBytes;
    }

    public override string Endpoint { get; }

    public override int MaxPieceBytes => WireLimits.DataBodyBytes;

    /// <summary>For what makes the device read a whole bank back from flash.</summary>
    private TimeSpan VerifyTimeout => 6 * _answerTimeout;

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override Task<DeviceLine> SendAsync(DeviceCall call, CancellationToken cancellation)
    {
        HttpRequestMessage request = NewRequest(call.Command);
        Add(request, WireHeaders.Auth, call.AuthText);
        Add(request, WireHeaders.Bundle, call.Arguments.Length > 0 ? call.Arguments : null);
        Add(request, WireHeaders.Nonce, call.ClientNonce is null ? null : Convert.ToHexStringLower(call.ClientNonce));
        TimeSpan limit = call.Command is DeviceCommand.UpdateFinish or DeviceCommand.UpdateOpen ? VerifyTimeout : _answerTimeout;
        return ExchangeAsync(request, limit, cancellation);
    }

    private protected override Task<DeviceLine> SendPieceAsync(OpenedUpdate update, int position, ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        HttpRequestMessage request = NewRequest(DeviceCommand.UpdateData);
        Add(request, WireHeaders.Token, Convert.ToHexStringLower(update.Token));
        request.Content = new ReadOnlyMemoryContent(piece);
        request.Content.Headers.ContentRange = new ContentRangeHeaderValue(position, position + piece.Length - 1L, update.TotalBytes);
        return ExchangeAsync(request, VerifyTimeout, cancellation);
    }

    /// <summary>The device serves one connection at a time and closes an idle one after 3 s: keep one, and drop it before that.</summary>
    private static SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1,
        MaxResponseHeadersLength = 4,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1),
    };

    private static HttpRequestMessage NewRequest(DeviceCommand command)
    {
        HttpRequestMessage request = new(new HttpMethod(WireCommands.MethodOf(command)), WireCommands.PathOf(command)) { Version = HttpVersion.Version11 };
        if (WireCommands.NeedsChallenge(command))
        {
            // HttpClient sends a request without content again by itself when its answer is lost. The challenge in a command is good
            // for once: the device would take the repetition for a forgery. An empty content keeps it from being repeated.
            request.Content = new ByteArrayContent([]);
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task<DeviceLine> ExchangeAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellation)
    {
        using HttpRequestMessage owned = request;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(limit);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, timeout.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(timeout.Token).ConfigureAwait(false);
            return LineParser.TryParse(body, out DeviceLine? line, out LineFault fault)
                ? line
                : throw Garbled(string.Create(CultureInfo.InvariantCulture, $"The body of its answer (HTTP {(int)response.StatusCode}) is no line: {fault}."));
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new DeviceLinkException($"{Endpoint} does not answer.", $"Nothing came within {limit.TotalSeconds:0} s.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new DeviceLinkException($"{Endpoint} cannot be reached.", (error.InnerException ?? error).Message, error);
        }
    }
}
