using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEdge.Faults.Cases;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Index">Of the operation, counted from 0 since the scenario began or the power came back, reads apart; of the bit, for rot.</param>
/// <param name="Mode">How.</param>
/// <param name="File">The file, for rot; else null.</param>
public readonly partial record struct FaultPoint(int Index, FaultMode Mode, string? File = null)
{
    public override string ToString() => File is null ? $"{Index}:{Mode}" : $"{Index}@{File}:{Mode}";

    public static bool TryParse(string text, out FaultPoint point)
    {
        Match match = Pattern().Match(text);
        point = default;
        if (!match.Success
            || !int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out int index)
            || !Enum.TryParse(match.Groups[3].Value, out FaultMode mode)
            || (mode == FaultMode.Rot) != match.Groups[2].Success)
        {
            return false;
        }

        point = new FaultPoint(index, mode, match.Groups[2].Success ? match.Groups[2].Value : null);
        return true;
    }

    [GeneratedRegex(@"^(\d{1,9})(?:@([A-Za-z0-9_.-]+))?:([A-Za-z]+)$")]
    private static partial Regex Pattern();
}
