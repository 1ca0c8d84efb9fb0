using System.Diagnostics;
using System.IO.Ports;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Transport;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Serial;

namespace TinyEdge.Tests.VirtualDevice;

public class SerialTests
{
    /// <summary>Long enough on any machine: reaching it means that something blocks.</summary>
    private static readonly TimeSpan s_forEver = TimeSpan.FromSeconds(60);

    [PtyFact]
    public void Pty_CompanionSerialPort_TalksBothWaysAndMayComeBack()
    {
        using var hub = new SerialHub();
        using var pty = new PseudoTerminal();
        hub.Plug(pty);
        for (int round = 0; round < 3; round++)
        {
            using SerialPort port = Open(pty.Address);
            byte[] binary = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
            port.Write(binary, 0, 256);
            Assert.Equal(binary, Take(hub, 256));
            hub.Write(binary, 0, 256);
            Assert.Equal(binary, Take(port, 256));
        }
    }

    [PtyFact]
    public async Task Pty_NobodyConnected_DropsOutputInsteadOfWaiting()
    {
        using var pty = new PseudoTerminal();
        pty.Start(_ => { });
        Assert.False(pty.HasPeer);
        await Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                pty.Send(new byte[256]);
            }
        }).WaitAsync(s_forEver);
        using SerialPort port = Open(pty.Address);
        Assert.Equal(0, port.BytesToRead);
    }

    [PtyFact]
    public async Task Pty_BeforeAndAfterAPeer_DoesNotSpin()
    {
        using var pty = new PseudoTerminal();
        pty.Start(_ => { });
        for (int round = 0; round < 2; round++)
        {
            long before = pty.Turns;
            var watch = Stopwatch.StartNew();
            await Task.Delay(300);

            // One turn in 20 ms while nobody is connected.
            Assert.InRange(pty.Turns - before, 1, (watch.ElapsedMilliseconds / 20) + 3);
            Open(pty.Address).Dispose();
        }
    }

    [PtyFact]
    public async Task Pty_PeerReadsNothing_DoesNotHoldTheFirmwareUp()
    {
        using var pty = new PseudoTerminal();
        pty.Start(_ => { });
        using SerialPort port = Open(pty.Address);
        await Task.Run(() => pty.Send(new byte[1_000_000])).WaitAsync(s_forEver);
    }

    [PtyFact]
    public void Console_DeviceRebootsWhilePortIsOpen_AnswersOnTheSamePort()
    {
        using var board = new TestBoard();
        using var live = new VirtualBoard(board.Board.Options with { PseudoTerminals = true });
        using SerialPort port = Open(live.Com2.Endpoints[0].Address);
        for (int boot = 1; boot <= 2; boot++)
        {
            BootEnd end = live.Boot().Run(() =>
            {
                BoardPins.Assign();
                IByteLink link = new SerialLink(BoardPins.ConsolePort, 115200);
                byte[] buffer = new byte[64];
                port.Write("ping");
                int read = 0;
                while (read < 4)
                {
                    int more = link.Read(buffer, read, buffer.Length - read, 5000);
                    Assert.True(more > 0);
                    read += more;
                }

                Assert.True(link.Write(buffer, 0, read));
                new BoardPower().Reboot();
            });
            Assert.Equal(BootEnd.Reboot, end);
            Assert.Equal("ping", Encoding.ASCII.GetString(Take(port, 4)));
        }
    }

    [Fact]
    public void Tcp_PeerVanishes_NextPeerTakesOver()
    {
        using var hub = new SerialHub();
        using var tcp = new TcpSerialEndpoint(0);
        hub.Plug(tcp);
        for (int round = 0; round < 3; round++)
        {
            using var peer = new TcpClient();
            peer.Connect(IPAddress.Loopback, tcp.Port);
            peer.GetStream().Write("hello"u8);
            Assert.Equal("hello"u8.ToArray(), Take(hub, 5));
            hub.Write("world"u8.ToArray(), 0, 5);
            byte[] back = new byte[5];
            peer.GetStream().ReadExactly(back);
            Assert.Equal("world"u8.ToArray(), back);
            peer.LingerState = new LingerOption(round == 1, 0);
        }

        hub.Write("nobody"u8.ToArray(), 0, 6);
    }

    [Fact]
    public void Tcp_PortTaken_SaysWhatToDo()
    {
        using var first = new TcpSerialEndpoint(0);
        VirtualDeviceException error = Assert.Throws<VirtualDeviceException>(() => new TcpSerialEndpoint(first.Port));
        Assert.Contains("another port", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Hub_MoreThanItsBuffer_LosesAndCountsTheRest()
    {
        using var hub = new SerialHub();
        hub.Receive(new byte[SerialHub.ReceiveBufferBytes + 10]);
        Assert.Equal(SerialHub.ReceiveBufferBytes, hub.Available);
        Assert.Equal(10, hub.LostBytes);
    }

    [Fact]
    public async Task Uart0_FirmwareWritesALine_ReachesTheTcpPort()
    {
        using var board = new TestBoard();
        using var live = new VirtualBoard(board.Board.Options with { Uart0TcpPort = 0 });
        using var peer = new TcpClient();
        peer.Connect(IPAddress.Loopback, ((TcpSerialEndpoint)live.Uart0.Endpoints[0]).Port);
        using IDisposable scope = live.Boot().Enter();
        using var reader = new StreamReader(peer.GetStream());
        Task<string?> line = reader.ReadLineAsync();
        for (int i = 0; i < 100 && !line.IsCompleted; i++)
        {
            new Uart0Output().Write("hea"u8.ToArray(), 3);
            new Uart0Output().Write("lth:1\n"u8.ToArray(), 6);
            await Task.WhenAny(line, Task.Delay(50));
        }

        Assert.Equal("health:1", await line.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void TcpLink_BoardIsReset_ConnectionEndsAndPortIsFree()
    {
        using var board = new TestBoard();
        int port = 0;
        using var peer = new TcpClient();
        for (int boot = 0; boot < 2; boot++)
        {
            using IDisposable scope = board.Board.Boot().Enter();
            var listener = new TcpListenerAdapter();
            Assert.True(listener.TryListen(IPAddress.Loopback, port));
            port = listener.Port;
            if (boot == 0)
            {
                peer.Connect(IPAddress.Loopback, port);
                IByteLink link = listener.TryAccept(5000)!;
                board.Board.HardReset();
                Assert.Equal(-1, link.Read(new byte[1], 0, 1, 5000));
                peer.GetStream().ReadTimeout = 5000;
                Assert.Equal(0, peer.GetStream().Read(new byte[1]));
            }
        }
    }

    [Fact]
    public void TcpLink_SilenceDataAndEnd_HaveTheirReturnValues()
    {
        using var board = new TestBoard();
        using IDisposable scope = board.Board.Boot().Enter();
        var listener = new TcpListenerAdapter();
        Assert.True(listener.TryListen(IPAddress.Loopback, 0));
        Assert.Null(listener.TryAccept(10));
        var peer = new TcpClient();
        peer.Connect(IPAddress.Loopback, listener.Port);
        IByteLink link = listener.TryAccept(5000)!;
        byte[] buffer = new byte[8];
        Assert.Equal(0, link.Read(buffer, 0, 8, 10));
        peer.GetStream().Write("abc"u8);
        Assert.Equal(3, link.Read(buffer, 2, 6, 5000));
        Assert.Equal((byte)'a', buffer[2]);
        Assert.True(link.Write(buffer, 2, 3));
        peer.Dispose();
        Assert.Equal(-1, link.Read(buffer, 0, 8, 5000));
        Assert.False(link.IsOpen);
        Assert.False(link.Write(buffer, 0, 1));
        listener.Close();
        Assert.Null(listener.TryAccept(10));
    }

    private static SerialPort Open(string path)
    {
        var port = new SerialPort(path, 115200) { ReadTimeout = 5000, WriteTimeout = 5000 };
        port.Open();
        return port;
    }

    private static byte[] Take(SerialHub hub, int count)
    {
        byte[] bytes = new byte[count];
        int read = 0;
        long deadline = Environment.TickCount64 + 10_000;
        while (read < count && Environment.TickCount64 < deadline)
        {
            hub.WaitForData(100);
            read += hub.Read(bytes, read, count - read);
        }

        return bytes[..read];
    }

    private static byte[] Take(SerialPort port, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            read += port.Read(bytes, read, count - read);
        }

        return bytes;
    }
}
