using System.Globalization;
using System.Text;

namespace TinyEdge.Companion.Audit;

/// <summary>
/// Who signed what and what was pushed where: JSON lines, each with the hash of the line before it and its own, and beside the file the hash
/// of the last line (<c>FILE.head</c>). Lines are only appended, by one process at a time.
/// </summary>
/// <param name="path">The file; made, with its folder, when there is none.</param>
public sealed class AuditLog(string path)
{
    /// <summary>Names another file than the default one.</summary>
    public const string Variable = "TINYEDGE_AUDIT_LOG";

    private const int TailBytes = 64 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Where the log lies unless told otherwise: the file that the environment names, or one in the user's data folder.</summary>
    public static string DefaultPath
    {
        get
        {
            string? named = Environment.GetEnvironmentVariable(Variable);
            return string.IsNullOrWhiteSpace(named)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "TinyEdge", "audit.jsonl")
                : Path.GetFullPath(named);
        }
    }

    public string FilePath { get; } = path;

    /// <summary>Number and hash of the last line, for finding an end that was cut off.</summary>
    public string HeadPath => FilePath + ".head";

    /// <summary>Appends a line; it is on disk when this returns. Other writers wait.</summary>
    /// <exception cref="TinyEdgeException">The log cannot be written, or its end is not what its head says.</exception>
    public void Append(AuditEntry entry, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(FilePath))!);
            using FileStream file = OpenAlone();
            AuditHead last = EndOf(file);
            CheckHead(last);
            AuditHead next = new(last.Number + 1, string.Empty);
            string line = AuditLine.Write(next.Number, (time ?? TimeProvider.System).GetUtcNow(), entry, last.Hash, out string hash);
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
            AtomicFile.Write(HeadPath, Encoding.ASCII.GetBytes((next with { Hash = hash }).ToText()), overwrite: true, isPrivate: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(exception.Message, "Make the place writable, or name another file with --audit-log.", exception);
        }
    }

    /// <summary>One writer at a time: others wait for a while.</summary>
    private FileStream OpenAlone()
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        long end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                return new FileStream(FilePath, options);
            }
            catch (IOException) when (File.Exists(FilePath) && Environment.TickCount64 < end)
            {
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>The last whole line. What a writer left half done behind it is cut off: its event had not been let out yet.</summary>
    private AuditHead EndOf(FileStream file)
    {
        int count = (int)Math.Min(file.Length, TailBytes);
        byte[] tail = new byte[count];
        file.Position = file.Length - count;
        file.ReadExactly(tail);
        int end = tail.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (end == 0)
        {
            file.SetLength(count < TailBytes ? 0 : throw Damaged("Its last line has no end."));
            return AuditHead.None;
        }

        file.SetLength(file.Length - (count - end));
        file.Position = file.Length;
        int start = tail.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
        return AuditLine.TryParse(Encoding.UTF8.GetString(tail, start, end - 1 - start), out AuditLine? line) && line.HashHolds
            ? new AuditHead(line.Number, line.Hash)
            : throw Damaged("Its last line is not as it was written.");
    }

    /// <summary>The head is that of the last line, or of the one before it when a writer was stopped between the two.</summary>
    private void CheckHead(AuditHead last)
    {
        AuditHead? head = AuditHead.Read(HeadPath);
        bool fits = head is null ? last.Number <= 1 : head == last || head.Number == last.Number - 1;
        if (!fits)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"It ends with line {last.Number}, and {HeadPath} does not say so."));
        }
    }

    private TinyEdgeException Damaged(string why) =>
        Unusable(why, "Run 'tinyedge audit verify', keep the file for whoever looks into it, and begin a new one (move both files away).");

    private TinyEdgeException Unusable(string why, string remedy, Exception? inner = null) =>
        new(ExitCode.BadInput, $"The audit log {FilePath} cannot be written.", why, remedy, inner: inner);
}
