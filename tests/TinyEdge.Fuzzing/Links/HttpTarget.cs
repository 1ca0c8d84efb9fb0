using System.Text;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>One connection to the HTTP server, as many requests as its bytes make.</summary>
public sealed class HttpTarget : LinkTarget
{
    private const string Host = "Host: d\r\n";
    private const int SmallestRequest = 4;

    private static readonly string s_auth = "X-TinyEdge-Auth: " + new string('0', 32) + " " + new string('0', 64) + "\r\n";
    private static readonly string s_token = "X-TinyEdge-Token: " + new string('0', 32) + "\r\n";
    private static readonly string s_challenge = "POST /v1/challenge HTTP/1.1\r\n" + Host + "Content-Length: 0\r\n\r\n";

    private readonly HttpServer[] _servers = new HttpServer[3];
    private int _heads;

    public override string Name => "http";

    public override string Feeds => "the bytes of one connection to the HTTP server, pipelined requests and bodies included";

    public override string Promises =>
        "whole answers that the companion reads, at most one a request; the same for every cut; the connection closed at the end; nothing changed without the answer to a challenge; "
        + "reads bounded by the bytes; 0 bytes allocated";

    public override int MaxBytes => 6000;

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "\r\n", "\r\n\r\n", "\n", "\r", " ", "\t", ":", "\0", "GET ", "POST ", "PUT ", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "/v1/identity", "/v1/health", "/v1/banks",
        "/v1/challenge", "/v1/update/open", "/v1/update/data", "/v1/update/finish", "/v1/update/abort", "/v1/confirm", "/v1/rollback", "/v1/reboot", "/v1/provision/key", "/v1/../",
        Host, "Content-Length: 0\r\n", "Content-Length: 64\r\n", "Content-Length: 32769\r\n", "Content-Length: -1\r\n", "Content-Length: 4294967296\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Content-Range: bytes 0-63/128\r\n", "Content-Range: bytes 64-127/128\r\n", "X-TinyEdge-Bundle: 0102030405060708 128\r\n",
        "X-TinyEdge-Nonce: 00112233445566778899aabbccddeeff\r\n", s_auth, s_token, s_challenge, "\u00EE", "999999999", "0x10", "2147483648",
    }.Select(Encoding.Latin1.GetBytes)];

    public override IEnumerable<byte[]> Seeds() => SeedTexts().Select(Encoding.Latin1.GetBytes);

    public override int Act()
    {
        int outcome = base.Act();
        FuzzViolation.Unless(!Whole.IsOpen && !Cut.IsOpen && !Locked.IsOpen, "The connection is left open");
        return outcome;
    }

    public override void Check()
    {
        _heads = DeviceAnswers.CheckHttp(Whole.Written);
        DeviceAnswers.CheckHttp(Locked.Written);
        FuzzViolation.Unless(_heads <= 1 + (Length / SmallestRequest), $"{_heads} answers to {Length} bytes");
    }

    protected override int BytesAnAnswer => 256;

    protected override bool IsSilentAtEnd(ReadOnlySpan<byte> input) => (FuzzRandom.HashOf(input) & 1) != 0;

    private protected override void Start(int server, FuzzDevice device) => _servers[server] = new HttpServer(device.Dispatcher, Clock);

    private protected override void Serve(int server, FuzzLink link) => _servers[server].ServeConnection(link);

    private static IEnumerable<string> SeedTexts()
    {
        yield return "GET /v1/health HTTP/1.1\r\n" + Host + "X-TinyEdge-Nonce: 00112233445566778899aabbccddeeff\r\n\r\nGET /v1/identity HTTP/1.1\r\n" + Host + "\r\n";
        yield return "GET /v1/banks HTTP/1.0\r\n\r\n";
        yield return s_challenge + "POST /v1/confirm HTTP/1.1\r\n" + Host + s_auth + "Content-Length: 0\r\n\r\n";
        yield return s_challenge + "POST /v1/rollback HTTP/1.1\r\n" + Host + s_auth + "Content-Length: 0\r\nConnection: close\r\n\r\n";
        string open = s_challenge + "POST /v1/update/open HTTP/1.1\r\n" + Host + s_auth + "X-TinyEdge-Bundle: 0102030405060708 128\r\nContent-Length: 0\r\n\r\n";
        string first = "PUT /v1/update/data HTTP/1.1\r\n" + Host + s_token + "Content-Range: bytes 0-63/128\r\nContent-Length: 64\r\n\r\n" + new string('a', 64);
        string second = "PUT /v1/update/data HTTP/1.1\r\n" + Host + s_token + "Expect: 100-continue\r\nContent-Range: bytes 64-127/128\r\nContent-Length: 64\r\n\r\n" + new string('b', 64);
        yield return open + first + second + s_challenge + "POST /v1/update/finish HTTP/1.1\r\n" + Host + s_auth + "Content-Length: 0\r\n\r\n";
        yield return open + first.Replace("\r\n\r\naaaa", "\r\n\r\n\u00EEaaa", StringComparison.Ordinal) + first + s_challenge + "POST /v1/update/abort HTTP/1.1\r\n" + Host + s_auth + "Content-Length: 0\r\n\r\n";
        yield return "GET /v1/health HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Repeat("A: b\r\n", 31)) + "\r\n";
    }
}
