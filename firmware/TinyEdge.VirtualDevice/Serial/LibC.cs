using System.Runtime.InteropServices;

namespace TinyEdge.VirtualDevice.Serial;

/// <summary>The few POSIX calls behind a pseudo-terminal, and the constants in which Linux and macOS differ.</summary>
internal static partial class LibC
{
    public const int PollIn = 0x001;
    public const int PollOut = 0x004;
    public const int PollHup = 0x010;
    public const int ReadWrite = 2;

    // struct termios is 60 bytes on Linux and 72 on macOS.
    public const int TermiosBytes = 128;

    public static int NoControllingTerminal => OperatingSystem.IsMacOS() ? 0x20000 : 0x100;

    public static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    public static bool IsTryAgain(int error) => error is 11 or 35;

    /// <summary>Opens a master. macOS takes no O_NONBLOCK in posix_openpt, but its /dev/ptmx does.</summary>
    public static int OpenMaster()
    {
        int flags = ReadWrite | NoControllingTerminal | NonBlocking;
        return OperatingSystem.IsMacOS() ? Open("/dev/ptmx", flags) : PosixOpenPt(flags);
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantPt(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockPt(int master);

    [LibraryImport("libc", EntryPoint = "ptsname", SetLastError = true)]
    public static partial nint PtsName(int master);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(int descriptor, [Out] byte[] termios);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw([In, Out] byte[] termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(int descriptor, int when, byte[] termios);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollDescriptor descriptor, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
