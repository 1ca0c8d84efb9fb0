using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>Samples that never came, the one before them held: severity 0 to 1 is 0 to 20 % of the samples, in gaps of 1 to 16.</summary>
public sealed class Dropouts : IAugmentation
{
    private const double LargestShare = 0.2;
    private const int LongestGap = 16;

    public string Name => "dropouts";

    public string Describe(double severity) => FormattableString.Invariant($"{100 * LargestShare * severity:0.#} % of samples lost");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        bool[] lost = new bool[signal.SampleCount];
        int left = (int)(LargestShare * severity * signal.SampleCount);
        while (left > 0)
        {
            int length = Math.Min(left, 1 + random.NextIndex(LongestGap));
            int start = 1 + random.NextIndex(signal.SampleCount - 1);
            for (int i = start; i < Math.Min(start + length, lost.Length); i++)
            {
                left -= lost[i] ? 0 : 1;
                lost[i] = true;
            }
        }

        for (int i = 1; i < lost.Length; i++)
        {
            if (lost[i])
            {
                Array.Copy(signal.Values, (i - 1) * signal.Axes, signal.Values, i * signal.Axes, signal.Axes);
            }
        }
    }
}
