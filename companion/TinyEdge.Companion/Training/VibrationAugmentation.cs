using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Makes further training signals from one: sensors differ in gain, are mounted a little askew, and are noisier than the one
/// that recorded. Never applied to what is tuned or judged on.
/// </summary>
public sealed record VibrationAugmentation
{
    private const double Ln2 = 0.693147180559945309;

    /// <summary>Augmented copies of each recording, beside the recording itself.</summary>
    public int Copies { get; init; }

    /// <summary>Gain of all axes, drawn from 1 minus to 1 plus this.</summary>
    public double GainSpread { get; init; }

    /// <summary>
    /// Octaves by which the gain of each axis by itself is drawn apart, up or down, after the rotation: how a vibration spreads over the axes
    /// depends on where and how a sensor is fixed.
    /// </summary>
    public double AxisGainOctaves { get; init; }

    /// <summary>Deviation of the rotation about each axis, radians.</summary>
    public double RotationDeviation { get; init; }

    /// <summary>White noise added to each axis: its rms is drawn from 0 to this, g.</summary>
    public double LargestNoiseG { get; init; }

    /// <param name="values">(samples, 3) in g.</param>
    /// <returns>A changed copy.</returns>
    public float[] Apply(ReadOnlySpan<float> values, TrainingRandom random)
    {
        double[] rotation = Rotation(
            random.NextNormal() * RotationDeviation, random.NextNormal() * RotationDeviation, random.NextNormal() * RotationDeviation);
        double gain = 1 + (random.NextSigned() * GainSpread);
        double noise = random.NextUnit() * LargestNoiseG;
        double[] gains = [gain * AxisGain(random), gain * AxisGain(random), gain * AxisGain(random)];
        float[] changed = new float[values.Length];
        for (int at = 0; at < changed.Length; at += 3)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int row = 3 * axis;
                double turned = (rotation[row] * values[at]) + (rotation[row + 1] * values[at + 1]) + (rotation[row + 2] * values[at + 2]);
                changed[at + axis] = (float)((gains[axis] * turned) + (noise * random.NextNormal()));
            }
        }

        return changed;
    }

    private double AxisGain(TrainingRandom random) => AxisGainOctaves > 0 ? DeterministicExp.Of(Ln2 * AxisGainOctaves * random.NextSigned()) : 1;

    // Cayley's transform of half the rotation vector: a proper rotation without a sine or cosine, whose last bits differ between machines.
    private static double[] Rotation(double x, double y, double z)
    {
        double a = x / 2;
        double b = y / 2;
        double c = z / 2;
        double norm = 1 + (a * a) + (b * b) + (c * c);
        return
        [
            (1 + (a * a) - (b * b) - (c * c)) / norm, 2 * ((a * b) - c) / norm, 2 * ((a * c) + b) / norm,
            2 * ((a * b) + c) / norm, (1 - (a * a) + (b * b) - (c * c)) / norm, 2 * ((b * c) - a) / norm,
            2 * ((a * c) - b) / norm, 2 * ((b * c) + a) / norm, (1 - (a * a) - (b * b) + (c * c)) / norm,
        ];
    }
}
