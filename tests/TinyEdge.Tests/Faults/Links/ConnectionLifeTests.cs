using System.Text.RegularExpressions;
using TinyEdge.Runtime.Transport;
using TinyEdge.Tests.Transport;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>How long one peer may have the one connection of the HTTP server.</summary>
public class ConnectionLifeTests
{
    private const string Health = "GET /v1/health HTTP/1.1\r\nHost: d\r\n\r\n";

    private readonly ManualClock _clock = new();
    private readonly TestDevice _device;

    public ConnectionLifeTests() => _device = new TestDevice(_clock);

    [Fact]
    public void T04_PeerWithoutAProofThatAsksForEver_IsToldAndClosedWhenItsTimeIsOver()
    {
        ScriptLink link = new(_clock) { ClosesAtEnd = false };
        for (int i = 0; i < 100; i++)
        {
            link.Send(Health, 200);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.Equal(HttpServer.UnprovenMs / 200, Regex.Count(link.Text, "HTTP/1.1 200 OK"));
        Assert.Equal(1, Regex.Count(link.Text, "Connection: close"));
        Assert.Equal(HttpServer.UnprovenMs, _clock.Now - begun);
    }

    [Theory]
    [InlineData("GET /v1/health HTTP/1.1\r\nHost: d\r\nX: ")]
    [InlineData("PUT /v1/update/data HTTP/1.1\r\nHost: d\r\nContent-Length: 32768\r\nContent-Range: bytes 0-32767/40000\r\n\r\n")]
    public void T04_SlowHeadOrBodyWithoutAToken_EndsWhenTheConnectionsTimeIsOver(string start)
    {
        ScriptLink link = new ScriptLink(_clock) { ClosesAtEnd = false }.Send(start);
        for (int i = 0; i < 300; i++)
        {
            link.Send("y", 90);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.InRange(_clock.Now - begun, HttpServer.UnprovenMs, HttpServer.UnprovenMs + HttpServer.LingerMs);
        Assert.Contains("HTTP/1.1 408 ", link.Text, StringComparison.Ordinal);
    }

    /// <summary>The owner's connection lives on from piece to piece, far beyond the life of others, and ends like theirs once it proves nothing more.</summary>
    [Fact]
    public void T04_PeerWithAToken_StaysWhileItSendsData()
    {
        const int Pieces = 40;
        byte[] bundle = TestDevice.Bundle(Pieces * 64);
        byte[] token = DeviceDriver.OpenUpdate(_device, LinkId.Http, bundle.Length);
        ScriptLink link = new(_clock) { ClosesAtEnd = false };
        for (int i = 0; i < Pieces; i++)
        {
            link.Send([.. System.Text.Encoding.ASCII.GetBytes(HttpFramingTests.DataHead(token, i * 64, 64, bundle.Length)), .. bundle.AsSpan(i * 64, 64)], 2000);
        }

        for (int i = 0; i < 100; i++)
        {
            link.Send(Health, 1000);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.Equal(bundle, _device.Control.Session.Received);
        Assert.Equal((Pieces * 2000) + HttpServer.ProvenMs, _clock.Now - begun);
    }

    [Fact]
    public void T01_WrongAnswer_ProvesNothing()
    {
        string wrong = "POST /v1/confirm HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\nX-TinyEdge-Auth: " + new string('a', 32) + " " + new string('b', 64) + "\r\n\r\n";
        ScriptLink link = new(_clock) { ClosesAtEnd = false };
        for (int i = 0; i < 100; i++)
        {
            link.Send(wrong, 500);
        }

        long begun = _clock.Now;
        _device.Server.ServeConnection(link);

        Assert.Equal(HttpServer.UnprovenMs, _clock.Now - begun);
    }
}
