namespace TinyEdge.Companion.Evaluation;

/// <summary>Accuracy at one severity of one effect.</summary>
/// <param name="Severity">0 to 1.</param>
/// <param name="Physical">The same in physical units.</param>
/// <param name="AccuracyRatio">Share of the recordings called what they are, 0 to 1.</param>
/// <param name="BalancedAccuracyRatio">Mean of that share over the classes, 0 to 1.</param>
public sealed record RobustnessPoint(double Severity, string Physical, double AccuracyRatio, double BalancedAccuracyRatio);

/// <summary>Accuracy against severity of one effect, from none of it to all of it.</summary>
public sealed record RobustnessCurve(string Effect, IReadOnlyList<RobustnessPoint> Points);

/// <summary>How accuracy falls as signals get worse.</summary>
/// <param name="Recordings">Those judged at every point.</param>
/// <param name="Seed">Of signs, directions and noise.</param>
public sealed record RobustnessReport(int Recordings, int Seed, IReadOnlyList<RobustnessCurve> Curves);
