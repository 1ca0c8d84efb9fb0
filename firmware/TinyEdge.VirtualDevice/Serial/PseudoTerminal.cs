using System.Runtime.InteropServices;

namespace TinyEdge.VirtualDevice.Serial;

/// <summary>
/// A serial wire as a pseudo-terminal (Linux and macOS): other programs open <see cref="Address"/> as they open a USB serial port. Peers may
/// come and go; without one, output is dropped, as on a cable that ends in the air.
/// </summary>
public sealed class PseudoTerminal : ISerialEndpoint
{
    private const int PollMs = 100;
    private const int IdleMs = 20;
    private const int SendTimeoutMs = 500;

    private readonly Lock _sending = new();
    private readonly ManualResetEventSlim _closing = new();
    private readonly int _master;
    private Thread? _reader;
    private bool _closed;

    public PseudoTerminal()
    {
        if (!IsSupported)
        {
            throw new VirtualDeviceException(
                "No pseudo-terminal was made.", "This system has none.", "Use the TCP serial port instead.");
        }

        _master = Check(LibC.OpenMaster(), "posix_openpt");
        Check(LibC.GrantPt(_master), "grantpt");
        Check(LibC.UnlockPt(_master), "unlockpt");
        Address = Marshal.PtrToStringUTF8(LibC.PtsName(_master)) ?? throw Failed("ptsname", Marshal.GetLastPInvokeError());
        MakeRaw();
    }

    public static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    public string Address { get; }

    /// <summary>Turns of the reading loop, to show that it does not spin.</summary>
    internal long Turns { get; private set; }

    /// <summary>Whether a program holds the other end open.</summary>
    public bool HasPeer => (Poll(0, 0) & LibC.PollHup) == 0;

    public void Start(SerialReceived received)
    {
        _reader = new Thread(() => ReadLoop(received)) { IsBackground = true, Name = "pty " + Address };
        _reader.Start();
    }

    public unsafe void Send(ReadOnlySpan<byte> bytes)
    {
        lock (_sending)
        {
            long deadline = Environment.TickCount64 + SendTimeoutMs;
            while (!bytes.IsEmpty && !_closed && HasPeer)
            {
                nint written;
                fixed (byte* start = bytes)
                {
                    written = LibC.Write(_master, start, bytes.Length);
                }

                if (written > 0)
                {
                    bytes = bytes[(int)written..];
                    continue;
                }

                int left = (int)(deadline - Environment.TickCount64);
                if (!LibC.IsTryAgain(Marshal.GetLastPInvokeError()) || left <= 0)
                {
                    return;
                }

                // A peer that reads nothing must not hold the firmware up for ever.
                Poll(LibC.PollOut, Math.Min(left, PollMs));
                _closing.Wait(1);
            }
        }
    }

    public void Dispose()
    {
        lock (_sending)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _closing.Set();
        }

        _reader?.Join();
        LibC.Close(_master);
    }

    private unsafe void ReadLoop(SerialReceived received)
    {
        byte[] buffer = new byte[4096];
        while (!_closing.IsSet)
        {
            Turns++;
            short state = Poll(LibC.PollIn, PollMs);
            nint read = 0;
            if ((state & LibC.PollIn) != 0)
            {
                fixed (byte* start = buffer)
                {
                    read = LibC.Read(_master, start, buffer.Length);
                }
            }

            if (read > 0)
            {
                received(buffer.AsSpan(0, (int)read));
            }
            else if (state != 0)
            {
                // Nobody is connected: poll returns at once, so wait here instead of spinning.
                _closing.Wait(IdleMs);
            }
        }
    }

    private short Poll(int events, int timeoutMs)
    {
        var descriptor = new LibC.PollDescriptor { Descriptor = _master, Events = (short)events };
        return LibC.Poll(ref descriptor, 1, timeoutMs) > 0 ? descriptor.Returned : (short)0;
    }

    // No echo, no line editing, no CR/LF translation. Closing this first slave also makes poll report that nobody is there.
    private void MakeRaw()
    {
        int slave = Check(LibC.Open(Address, LibC.ReadWrite | LibC.NoControllingTerminal), "open " + Address);
        byte[] termios = new byte[LibC.TermiosBytes];
        Check(LibC.GetAttributes(slave, termios), "tcgetattr");
        LibC.MakeRaw(termios);
        Check(LibC.SetAttributes(slave, 0, termios), "tcsetattr");
        LibC.Close(slave);
    }

    private static int Check(int result, string call) => result >= 0 ? result : throw Failed(call, Marshal.GetLastPInvokeError());

    private static VirtualDeviceException Failed(string call, int error)
        => new("No pseudo-terminal was made.", $"{call} failed with error {error} ({Marshal.GetPInvokeErrorMessage(error)}).", "Use the TCP serial port instead.");
}
