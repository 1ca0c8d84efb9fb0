using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// The sensor mounted askew: a rotation about a random axis, severity 0 to 1 is 0 to 30 degrees. Gravity turns with it. Of three axes only: fewer
/// cannot be turned into each other.
/// </summary>
public sealed class AxisRotation : IAugmentation
{
    private const double LargestDegrees = 30;

    public string Name => "rotation";

    public string Describe(double severity) => FormattableString.Invariant($"{LargestDegrees * severity:0.#} degrees");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double[] axis = RandomDirection.Of(3, random);
        if (signal.Axes != 3 || severity == 0)
        {
            return;
        }

        double angle = LargestDegrees * severity * Math.PI / 180;
        double sin = DeterministicSine.Sin(angle);
        double versine = 1 - DeterministicSine.Cos(angle);
        double[] v = signal.Values;
        for (int at = 0; at < v.Length; at += 3)
        {
            // Rodrigues: v + sin a (k x v) + (1 - cos a) k x (k x v).
            (double x, double y, double z) = Cross(axis, v[at], v[at + 1], v[at + 2]);
            (double xx, double yy, double zz) = Cross(axis, x, y, z);
            v[at] += (sin * x) + (versine * xx);
            v[at + 1] += (sin * y) + (versine * yy);
            v[at + 2] += (sin * z) + (versine * zz);
        }
    }

    private static (double X, double Y, double Z) Cross(double[] k, double x, double y, double z) =>
        ((k[1] * z) - (k[2] * y), (k[2] * x) - (k[0] * z), (k[0] * y) - (k[1] * x));
}
