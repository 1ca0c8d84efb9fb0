using System.IO.Ports;

namespace TinyEdge.Companion.Devices;

/// <summary>A serial port that a device may hang on.</summary>
/// <param name="Name">What to pass as a port.</param>
/// <param name="Note">What is known about it; empty for nothing.</param>
public sealed record SerialPortEntry(string Name, string Note);

/// <summary>Lists serial ports, with the maker's text of USB adapters where the system knows it.</summary>
public static class PortLister
{
    /// <summary>Where Linux names USB adapters by maker, product and serial number.</summary>
    public const string ByIdFolder = "/dev/serial/by-id";

    public static IReadOnlyList<SerialPortEntry> List() => List(SerialPort.GetPortNames(), ByIdFolder);

    /// <summary>The same from given names and folder, for tests.</summary>
    public static IReadOnlyList<SerialPortEntry> List(IEnumerable<string> names, string byIdFolder)
    {
        Dictionary<string, string> notes = ReadNotes(byIdFolder);
        return [.. names.Concat(notes.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(name => new SerialPortEntry(name, notes.GetValueOrDefault(name) ?? Guess(name)))];
    }

    private static Dictionary<string, string> ReadNotes(string folder)
    {
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (FileInfo link in new DirectoryInfo(folder).EnumerateFiles())
            {
                string? target = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
                if (target is not null)
                {
                    notes[target] = link.Name;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No such folder (other systems, no adapter) or no right to look: the names alone are still useful.
        }

        return notes;
    }

    private static string Guess(string name)
    {
        string file = Path.GetFileName(name);
        if (file.StartsWith("ttyUSB", StringComparison.Ordinal) || file.StartsWith("ttyACM", StringComparison.Ordinal))
        {
            return "USB adapter";
        }

        return file.StartsWith("ttyS", StringComparison.Ordinal) ? "built-in port" : string.Empty;
    }
}
