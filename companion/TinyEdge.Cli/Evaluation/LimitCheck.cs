using System.Globalization;

namespace TinyEdge.Cli.Evaluation;

/// <summary>A limit that was set on the command line and what was measured against it.</summary>
/// <param name="MeasuredRatio">Null when there was nothing to count, which does not hold either.</param>
internal sealed record LimitCheck(string Name, string Bound, double LimitRatio, double? MeasuredRatio, bool Held)
{
    public static LimitCheck AtLeast(string name, double limit, double? measured) => new(name, "at least", limit, measured, measured >= limit);

    public static LimitCheck AtMost(string name, double limit, double? measured) => new(name, "at most", limit, measured, measured <= limit);

    public override string ToString()
    {
        string measured = MeasuredRatio?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "not measurable (no such recordings)";
        return string.Create(CultureInfo.InvariantCulture, $"{Name} {measured}, limit {Bound} {LimitRatio}");
    }
}
