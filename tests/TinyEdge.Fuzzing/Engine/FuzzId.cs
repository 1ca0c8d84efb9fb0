using System.Globalization;

namespace TinyEdge.Fuzzing.Engine;

/// <summary>Names one input: <c>target:seed:index</c>. Holds for one state of target, seeds and corpus.</summary>
public readonly record struct FuzzId(string Target, ulong Seed, long Index)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Target}:{Seed}:{Index}");

    public static bool TryParse(string text, out FuzzId id)
    {
        string[] parts = text.Split(':');
        id = default;
        if (parts.Length != 3 || !ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long index))
        {
            return false;
        }

        id = new FuzzId(parts[0], seed, index);
        return true;
    }
}
