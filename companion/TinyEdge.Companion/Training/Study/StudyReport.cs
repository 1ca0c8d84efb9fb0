namespace TinyEdge.Companion.Training.Study;

/// <summary>All figures of one run of <see cref="FanStudy"/>.</summary>
/// <param name="Seeds">In the order of the values of every line.</param>
/// <param name="Judged">Recordings that gave the verdict.</param>
/// <param name="DetectorPoolBytes">Pools of fan-speeds on the device.</param>
public sealed record StudyReport(IReadOnlyList<int> Seeds, int Judged, int DetectorPoolBytes, IReadOnlyList<StudyLine> Lines)
{
    /// <summary>Points that INT8 may be away from float on every line asked for.</summary>
    public const double Int8LimitPoints = 0.5;

    /// <summary>Largest distance of the means of any line that is asked for, in points.</summary>
    public double LargestInt8Points => Lines.Where(l => l.IsAsked).Max(l => Math.Abs(l.Int8Points));

    public bool Int8Holds => LargestInt8Points <= Int8LimitPoints;

    public bool Holds => Int8Holds && Lines.All(l => l.Holds != false);
}
