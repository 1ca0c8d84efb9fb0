using System.Globalization;
using System.Text;
using CsCheck;
using TinyEdge.Bundles;
using TinyEdge.Companion.Profiling;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>Fault catalogue T04, T05, T14 and T16: what arrives instead of a request.</summary>
public class HttpFramingTests
{
    private const string Host = "Host: d\r\n";

    private readonly ManualClock _clock = new();
    private readonly TestDevice _device;

    public HttpFramingTests() => _device = new TestDevice(_clock);

    public static TheoryData<string, string, ResultCode> Hostile => new()
    {
        { "missing length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "\r\n", ResultCode.LengthRequired },
        { "chunked", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", ResultCode.LengthRequired },
        { "chunked and length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", ResultCode.LengthRequired },
        { "transfer coding identity", "POST /v1/confirm HTTP/1.1\r\n" + Host + "transfer-encoding: identity\r\nContent-Length: 0\r\n\r\n", ResultCode.LengthRequired },
        { "two equal lengths", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n", ResultCode.BadRequest },
        { "two lengths", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 0\r\ncontent-length: 9\r\n\r\n", ResultCode.BadRequest },
        { "length list", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 0, 0\r\n\r\n", ResultCode.BadRequest },
        { "negative length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\n", ResultCode.BadRequest },
        { "plus length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: +0\r\n\r\n", ResultCode.BadRequest },
        { "hex length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 0x0\r\n\r\n", ResultCode.BadRequest },
        { "length past 32 bits", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 4294967296\r\n\r\n", ResultCode.BadRequest },
        { "empty length", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length:\r\n\r\n", ResultCode.BadRequest },
        { "body where none belongs", "POST /v1/confirm HTTP/1.1\r\n" + Host + "Content-Length: 3\r\n\r\nabc", ResultCode.PayloadTooLarge },
        { "body on GET", "GET /v1/health HTTP/1.1\r\n" + Host + "Content-Length: 3\r\n\r\nabc", ResultCode.PayloadTooLarge },
        { "data too long", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 999999999\r\nContent-Range: bytes 0-999999998/999999999\r\n\r\n", ResultCode.PayloadTooLarge },
        { "data without range", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 4\r\n\r\nabcd", ResultCode.RangeRequired },
        { "range contradicts length", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nContent-Range: bytes 0-4/9\r\n\r\nabcd", ResultCode.RangeRequired },
        { "range backwards", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nContent-Range: bytes 4-1/9\r\n\r\nabcd", ResultCode.BadRequest },
        { "range negative", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nContent-Range: bytes -4-1/9\r\n\r\nabcd", ResultCode.BadRequest },
        { "range in other unit", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "Content-Length: 4\r\nContent-Range: rows 0-3/9\r\n\r\nabcd", ResultCode.BadRequest },
        { "bare line feed", "GET /v1/health HTTP/1.1\nHost: d\n\n", ResultCode.BadRequest },
        { "bare carriage return", "GET /v1/health HTTP/1.1\r\nHost: d\rX: y\r\n\r\n", ResultCode.BadRequest },
        { "NUL", "GET /v1/health HTTP/1.1\r\nHost: d\0\r\n\r\n", ResultCode.BadRequest },
        { "folded line", "GET /v1/health HTTP/1.1\r\nHost: d\r\n folded\r\n\r\n", ResultCode.BadRequest },
        { "space before colon", "GET /v1/health HTTP/1.1\r\nHost : d\r\n\r\n", ResultCode.BadRequest },
        { "empty name", "GET /v1/health HTTP/1.1\r\n: d\r\n\r\n", ResultCode.BadRequest },
        { "no colon", "GET /v1/health HTTP/1.1\r\nHost\r\n\r\n", ResultCode.BadRequest },
        { "no host", "GET /v1/health HTTP/1.1\r\n\r\n", ResultCode.BadRequest },
        { "two hosts", "GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", ResultCode.BadRequest },
        { "line break in a value", "GET /v1/health HTTP/1.1\r\nHost: d\r\nX-TinyEdge-Nonce: 00\r\n11\r\n\r\n", ResultCode.BadRequest },
        { "absolute form", "GET http://d/v1/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.BadRequest },
        { "asterisk form", "OPTIONS * HTTP/1.1\r\n" + Host + "\r\n", ResultCode.BadRequest },
        { "dots", "GET /v1/../v1/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.NotFound },
        { "encoded dots", "GET /v1/%2e%2e/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.NotFound },
        { "file path", "GET /I:/boot0.rec HTTP/1.1\r\n" + Host + "\r\n", ResultCode.NotFound },
        { "query", "GET /v1/health?x=1 HTTP/1.1\r\n" + Host + "\r\n", ResultCode.NotFound },
        { "other case", "GET /V1/HEALTH HTTP/1.1\r\n" + Host + "\r\n", ResultCode.NotFound },
        { "wrong method", "POST /v1/health HTTP/1.1\r\n" + Host + "Content-Length: 0\r\n\r\n", ResultCode.MethodNotAllowed },
        { "lower-case method", "get /v1/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.MethodNotAllowed },
        { "version 2", "GET /v1/health HTTP/2.0\r\n" + Host + "\r\n", ResultCode.BadRequest },
        { "version 0.9", "GET /v1/health\r\n\r\n", ResultCode.BadRequest },
        { "two spaces", "GET  /v1/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.BadRequest },
        { "blank line first", "\r\nGET /v1/health HTTP/1.1\r\n" + Host + "\r\n", ResultCode.BadRequest },
        { "other expectation", "GET /v1/health HTTP/1.1\r\n" + Host + "Expect: 200-ok\r\n\r\n", ResultCode.BadRequest },
        { "two tokens", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "X-TinyEdge-Token: " + new string('0', 32) + "\r\nX-TinyEdge-Token: " + new string('0', 32) + "\r\n\r\n", ResultCode.BadRequest },
        { "token not hex", "PUT /v1/update/data HTTP/1.1\r\n" + Host + "X-TinyEdge-Token: " + new string('g', 32) + "\r\n\r\n", ResultCode.BadRequest },
        { "TLS hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001", ResultCode.BadRequest },
        { "long line", "GET /v1/health HTTP/1.1\r\nHost: d\r\nX: " + new string('x', 600) + "\r\n\r\n", ResultCode.HeaderTooLarge },
        { "long path", "GET /" + new string('a', 600) + " HTTP/1.1\r\n" + Host + "\r\n", ResultCode.HeaderTooLarge },
        { "too many headers", "GET /v1/health HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Repeat("A: b\r\n", 40)) + "\r\n", ResultCode.HeaderTooLarge },
        { "huge head", "GET /v1/health HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Repeat("A: " + new string('b', 400) + "\r\n", 20)) + "\r\n", ResultCode.HeaderTooLarge },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void T14_ServeConnection_HostileRequest_IsRefusedWithItsCodeInPiecesOfAnySize(string name, string request, ResultCode expected)
    {
        foreach (int piece in new[] { int.MaxValue, 1, 7 })
        {
            string answer = Serve(Pieces(request, piece));

            Assert.True(answer.Contains($"X-TinyEdge-Result: {(int)expected}\r\n", StringComparison.Ordinal), $"{name}: {answer}");
            Assert.StartsWith($"HTTP/1.1 {HttpStatus.Of(expected)} ", answer, StringComparison.Ordinal);
            Assert.Contains($"\tresult:{(int)expected}\t", answer, StringComparison.Ordinal);
        }

        Assert.Equal(0, _device.Control.Confirms);
        Assert.Equal(0, _device.Control.Session.Feeds);
    }

    [Fact]
    public void T14_ServeConnection_TwoPipelinedRequests_AnswersBothInOrder()
    {
        string answer = Serve(["GET /v1/identity HTTP/1.1\r\nHost: d\r\n\r\nGET /v1/banks HTTP/1.1\r\nHost: d\r\n\r\n"]);

        Assert.Equal(2, Count(answer, "HTTP/1.1 200 OK"));
        Assert.True(answer.IndexOf("kind:identity", StringComparison.Ordinal) < answer.IndexOf("kind:banks", StringComparison.Ordinal));
    }

    [Fact]
    public void T05_ServeConnection_BytesAfterTheDeclaredLength_AreTheNextRequestAndRefused()
    {
        string answer = Serve(["POST /v1/challenge HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n" + new string('x', 5000)]);

        Assert.Equal(1, Count(answer, "HTTP/1.1 200 OK"));
        Assert.Equal(1, Count(answer, "HTTP/1.1 431"));
    }

    [Fact]
    public void ServeConnection_Http10_AnswersAndCloses()
    {
        var link = new ScriptLink(_clock) { ClosesAtEnd = false }.Send("GET /v1/health HTTP/1.0\r\n\r\n");

        _device.Server.ServeConnection(link);

        Assert.Contains("Connection: close\r\n", link.Text, StringComparison.Ordinal);
        Assert.False(link.IsOpen);
    }

    [Fact]
    public void ServeConnection_WrongMethod_NamesTheRightOne()
    {
        Assert.Contains("Allow: PUT\r\n", Serve(["GET /v1/update/data HTTP/1.1\r\nHost: d\r\n\r\n"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9900)]
    [InlineData(400)]
    public void T04_ServeConnection_HeadByteByByte_EndsAtTheHeadDeadline(int pauseMs)
    {
        var link = new ScriptLink(_clock) { ClosesAtEnd = false };
        foreach (char c in "GET /v1/health HTTP/1.1\r\nHost: d\r\n")
        {
            link.Send(c.ToString(), pauseMs);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.False(link.IsOpen);
        Assert.InRange(_clock.Now - begun, 0, HttpServer.IdleMs + HttpServer.HeadMs + HttpServer.LingerMs);
    }

    [Fact]
    public void T04_ServeConnection_NothingArrives_ClosesWithoutAWord()
    {
        var link = new ScriptLink(_clock) { ClosesAtEnd = false };

        _device.Server.ServeConnection(link);

        Assert.Equal(0, link.Written.Length);
        Assert.False(link.IsOpen);
    }

    [Fact]
    public void T04_ServeConnection_BodySlowerThanTheMinimumRate_IsCutAndThePartialBlockDropped()
    {
        byte[] bundle = TestDevice.Bundle(20000);
        byte[] token = OpenUpdate(bundle.Length);
        var link = new ScriptLink(_clock) { ClosesAtEnd = false }.Send(DataHead(token, 0, bundle.Length, bundle.Length));
        for (int at = 0; at < bundle.Length; at += 100)
        {
            link.Send(bundle.AsSpan(at, 100).ToArray(), 1000);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.Contains($"X-TinyEdge-Result: {(int)ResultCode.RequestTimeout}", link.Text, StringComparison.Ordinal);
        Assert.Equal(1, _device.Control.Session.Drops);
        Assert.InRange(_clock.Now - begun, HttpServer.BodyGraceMs, 8000);
        Assert.Equal(0, _device.Control.Session.ExpectedOffset % FakeUpdateSession.BlockBytes);
    }

    [Fact]
    public void ServeConnection_ExpectContinue_IsAnsweredBeforeTheBody()
    {
        byte[] bundle = TestDevice.Bundle(128);
        byte[] token = OpenUpdate(bundle.Length);
        string head = DataHead(token, 0, 128, 128).Replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n", StringComparison.Ordinal);
        var link = new ScriptLink(_clock).Send(head).Send(bundle, 10);

        _device.Server.ServeConnection(link);

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n", link.Text, StringComparison.Ordinal);
        Assert.Equal(bundle, _device.Control.Session.Received);
    }

    [Fact]
    public void ServeConnection_ExpectContinueWithoutToken_IsRefusedWithoutTheBody()
    {
        string head = "PUT /v1/update/data HTTP/1.1\r\nHost: d\r\nContent-Length: 4\r\nContent-Range: bytes 0-3/4\r\nExpect: 100-continue\r\n\r\n";

        string answer = Serve([head]);

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void ServeConnection_AnyBytes_NeverThrowsAndEndsTheConnection()
    {
        Gen.Byte.Array[0, 3000].Sample(bytes =>
        {
            var clock = new ManualClock();
            var link = new ScriptLink(clock) { ClosesAtEnd = false }.Send(bytes);
            new TestDevice(clock).Server.ServeConnection(link);
            return !link.IsOpen;
        }, iter: 3000, threads: 1);
    }

    [Fact]
    public void T14_ServeConnection_OneByteOfAGoodRequestChanged_NeverChangesTheDevice()
    {
        string request = "POST /v1/confirm HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\nX-TinyEdge-Auth: " + new string('0', 32) + " " + new string('0', 64) + "\r\n\r\n";
        for (int i = 0; i < request.Length; i++)
        {
            foreach (char c in "\0\r\n :\tx9\u00ff")
            {
                Serve([request[..i] + c + request[(i + 1)..]]);
            }
        }

        Assert.Equal(0, _device.Control.Confirms);
    }

    [Fact]
    public void T16_ServeConnection_AfterWarmUp_AllocatesNothing()
    {
        const int Requests = 200;
        byte[] health = Encoding.ASCII.GetBytes("GET /v1/health HTTP/1.1\r\nHost: d\r\nX-TinyEdge-Nonce: " + new string('a', 32) + "\r\n\r\n");
        byte[] challenge = Encoding.ASCII.GetBytes("POST /v1/challenge HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");
        byte[] refused = Encoding.ASCII.GetBytes("PUT /v1/update/data HTTP/1.1\r\nHost: d\r\nContent-Length: 4\r\nContent-Range: bytes 0-3/9\r\n\r\nabcd");
        byte[] token = OpenUpdate(5000);
        _device.Control.Session.StaysInPlace = true;
        byte[] taken = [.. Encoding.ASCII.GetBytes(DataHead(token, 0, 4096, 5000)), .. TestDevice.Bundle(4096)];
        foreach (byte[] request in new[] { health, challenge, refused, taken })
        {
            var link = new LoopLink(request, Requests);
            _device.Server.ServeConnection(link);
            long writtenBefore = link.WrittenBytes;
            long allocated = AllocationMeter.Measure(() =>
            {
                link.Rewind(Requests);
                _device.Server.ServeConnection(link);
            });

            Assert.Equal(0, allocated);
            Assert.True(link.WrittenBytes > writtenBefore + (Requests * 100));
        }

        Assert.True(_device.Control.Session.Feeds >= 2 * Requests);
    }

    internal static string DataHead(byte[] token, int position, int length, int total) => string.Create(
        CultureInfo.InvariantCulture,
        $"PUT /v1/update/data HTTP/1.1\r\nHost: d\r\nContent-Length: {length}\r\nContent-Range: bytes {position}-{position + length - 1}/{total}\r\nX-TinyEdge-Token: {Convert.ToHexStringLower(token)}\r\n\r\n");

    private byte[] OpenUpdate(int total) => DeviceDriver.OpenUpdate(_device, LinkId.Http, total);

    private static IEnumerable<string> Pieces(string text, int size)
    {
        for (int at = 0; at < text.Length; at += Math.Min(size, text.Length - at))
        {
            yield return text.Substring(at, Math.Min(size, text.Length - at));
        }
    }

    private string Serve(IEnumerable<string> pieces)
    {
        var link = new ScriptLink(_clock);
        foreach (string piece in pieces)
        {
            link.Send(piece);
        }

        _device.Server.ServeConnection(link);
        return link.Text;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
