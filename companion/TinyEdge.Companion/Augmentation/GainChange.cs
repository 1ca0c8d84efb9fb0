using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>A gain of all axes, up or down: severity 0 to 1 is 0 to 6 dB.</summary>
public sealed class GainChange : IAugmentation
{
    private const double LargestDb = 6;

    public string Name => "gain";

    public string Describe(double severity) => FormattableString.Invariant($"gain +-{LargestDb * severity:0.0#} dB");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double sign = random.NextSigned() < 0 ? -1 : 1;
        if (severity == 0)
        {
            return;
        }

        double gain = Decibels.Amplitude(sign * LargestDb * severity);
        for (int i = 0; i < signal.Values.Length; i++)
        {
            signal.Values[i] *= gain;
        }
    }
}
