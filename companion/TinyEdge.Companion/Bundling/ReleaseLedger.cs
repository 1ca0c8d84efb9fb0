using System.Text;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>
/// What a signing key has signed so far, in a text file beside it: a line a bundle, appended before the bundle leaves. Devices refuse a second
/// bundle of a sequence and a floor below their own only in the field; here it is refused at the desk.
/// </summary>
/// <param name="path">The file; made when there is none.</param>
public sealed class ReleaseLedger(string path)
{
    private const int LongestBytes = 4 * 1024 * 1024;

    /// <summary>Where the ledger of a key lies unless told otherwise.</summary>
    public static string Beside(string keyPath) => keyPath + ".ledger";

    /// <summary>
    /// Checks a signed bundle against what was signed before and notes it, on disk when this returns. One process at a time. The very same
    /// bundle again is no news.
    /// </summary>
    /// <param name="entry">The bundle.</param>
    /// <param name="mayReuseSequence">Takes a sequence that another bundle has.</param>
    /// <param name="mayLowerFloor">Takes a floor below that of an earlier release.</param>
    /// <exception cref="BundleException">It must not leave, or the ledger cannot be read or written.</exception>
    public void Note(ReleaseEntry entry, bool mayReuseSequence = false, bool mayLowerFloor = false)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            List<ReleaseEntry> earlier = Read(file);
            if (earlier.Any(e => e.Sequence == entry.Sequence && e.Fingerprint == entry.Fingerprint))
            {
                return;
            }

            CheckSequence(earlier, entry, mayReuseSequence);
            CheckFloor(earlier, entry, mayLowerFloor);
            file.Write(Encoding.ASCII.GetBytes(entry.ToLine() + "\n"));
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BundleException(
                $"The ledger of releases {path} cannot be used.", exception.Message, "Wait for the other signer, make the place writable, or name another place with --ledger.", inner: exception);
        }
    }

    /// <summary>Reads all whole lines and leaves the file at their end: one that was torn belongs to a bundle that never left.</summary>
    private List<ReleaseEntry> Read(FileStream file)
    {
        if (file.Length > LongestBytes)
        {
            throw Damaged("It is longer than any ledger.");
        }

        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        List<ReleaseEntry> entries = [];
        int number = 0;
        foreach (string line in Encoding.ASCII.GetString(bytes, 0, whole).Split('\n').SkipLast(1))
        {
            number++;
            entries.Add(ReleaseEntry.TryParse(line.TrimEnd('\r'), out ReleaseEntry? entry) ? entry : throw Damaged($"Line {number} is no release."));
        }

        file.SetLength(whole);
        file.Position = whole;
        return entries;
    }

    private BundleException Damaged(string why) =>
        new($"The ledger of releases {path} cannot be used.", why, "Mend the file from a copy, or name another one with --ledger.");

    private void CheckSequence(List<ReleaseEntry> earlier, ReleaseEntry entry, bool allowed)
    {
        if (!allowed && earlier.FirstOrDefault(e => e.Sequence == entry.Sequence) is { } other)
        {
            throw new BundleException(
                "The bundle was not released.",
                $"Sequence {entry.Sequence} is that of another bundle, {other.BundleId}, by {path}; a device takes only one of them.",
                $"Take a sequence above {earlier.Max(e => e.Sequence)}, or say '--allow-against-ledger sequence' if the other one never left this desk.",
                ResultCode.SequenceConflict);
        }
    }

    private void CheckFloor(List<ReleaseEntry> earlier, ReleaseEntry entry, bool allowed)
    {
        ReleaseEntry? highest = earlier.Where(e => e.Sequence < entry.Sequence).MaxBy(e => e.SecurityFloor);
        if (!allowed && highest is not null && highest.SecurityFloor > entry.SecurityFloor)
        {
            throw new BundleException(
                "The bundle was not released.",
                $"Its security floor is {entry.SecurityFloor}, and release {highest.Sequence} has {highest.SecurityFloor}: a device that confirmed that one refuses this one.",
                $"Give --security-floor {highest.SecurityFloor} or more, or say '--allow-against-ledger floor' if no device has that release.",
                ResultCode.SecurityFloorTooLow);
        }
    }
}
