using System.Numerics;
using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// Noise whose power falls by 3 dB an octave, as of machines and buildings: severity 0 to 1 is an SNR of 40 to 0 dB. Made by
/// Voss and McCartney's sum of sources that change at every second, fourth, eighth ... sample (Gardner, Scientific American, April 1978).
/// </summary>
public sealed class PinkNoise : IAugmentation
{
    /// <summary>Sources beside the white one: the slowest changes once in 4096 samples.</summary>
    private const int Sources = 12;

    public string Name => "noise-pink";

    public string Describe(double severity) => AddedNoise.Describe(severity);

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double[] noise = new double[signal.Values.Length];
        double[] sources = new double[Sources];
        for (int axis = 0; axis < signal.Axes; axis++)
        {
            double sum = 0;
            for (int k = 0; k < Sources; k++)
            {
                sources[k] = random.NextNormal();
                sum += sources[k];
            }

            double mean = 0;
            for (int i = 0; i < signal.SampleCount; i++)
            {
                int source = Math.Min(BitOperations.TrailingZeroCount(i + 1), Sources - 1);
                double next = random.NextNormal();
                sum += next - sources[source];
                sources[source] = next;
                noise[(i * signal.Axes) + axis] = sum + random.NextNormal();
                mean += sum / signal.SampleCount;
            }

            // What does not change within a recording is an offset and not noise.
            for (int i = 0; i < signal.SampleCount; i++)
            {
                noise[(i * signal.Axes) + axis] -= mean;
            }
        }

        AddedNoise.Add(signal, noise, severity);
    }
}
