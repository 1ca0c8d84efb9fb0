using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TinyEdge.Companion.Bundling;

/// <summary>One signed bundle as the ledger of its key remembers it.</summary>
/// <param name="Sequence">Release number.</param>
/// <param name="SecurityFloor">Its security floor.</param>
/// <param name="Fingerprint">SHA-256 of the signed bytes, 64 hex digits.</param>
/// <param name="BundleId">Its name, for people.</param>
public sealed record ReleaseEntry(uint Sequence, uint SecurityFloor, string Fingerprint, string BundleId)
{
    private const int FingerprintDigits = 64;

    /// <summary>What is to be remembered of a finished bundle.</summary>
    public static ReleaseEntry Of(byte[] bundle)
    {
        BundleDescription description = BundleInspector.Describe(bundle);
        return new ReleaseEntry(description.Sequence, description.SecurityFloor, description.Fingerprint, description.BundleId);
    }

    /// <summary><c>SEQUENCE FLOOR FINGERPRINT BUNDLEID</c>, single spaces between.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out ReleaseEntry? entry)
    {
        entry = null;
        string[] parts = line.Split(' ');
        if (parts.Length != 4
            || !uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint sequence)
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out uint floor)
            || parts[2].Length != FingerprintDigits
            || !parts[2].All(char.IsAsciiHexDigit)
            || parts[3].Length == 0)
        {
            return false;
        }

        entry = new ReleaseEntry(sequence, floor, parts[2], parts[3]);
        return true;
    }

    /// <summary>The line that <see cref="TryParse"/> reads.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Sequence} {SecurityFloor} {Fingerprint} {BundleId}");
}
