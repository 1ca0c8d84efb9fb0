using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>A constant added to each axis, in a random direction: severity 0 to 1 is a length of 0 to 0.25 g (or shares of full scale).</summary>
public sealed class OffsetChange : IAugmentation
{
    private const double Longest = 0.25;

    public string Name => "offset";

    public string Describe(double severity) => FormattableString.Invariant($"offset {Longest * severity:0.00#} g");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double[] direction = RandomDirection.Of(signal.Axes, random);
        for (int i = 0; i < signal.Values.Length; i++)
        {
            signal.Values[i] += direction[i % signal.Axes] * Longest * severity;
        }
    }
}
