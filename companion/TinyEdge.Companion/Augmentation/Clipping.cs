using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>A sensor whose range is too small: what lies further from an axis's mean than a share of the recording's peak is cut; severity 0 to 1 is 100 to 20 % of the peak.</summary>
public sealed class Clipping : IAugmentation
{
    private const double LargestCut = 0.8;

    public string Name => "clipping";

    public string Describe(double severity) => FormattableString.Invariant($"cut at {100 * (1 - (LargestCut * severity)):0.#} % of peak");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double[] means = signal.Means();
        double peak = 0;
        for (int i = 0; i < signal.Values.Length; i++)
        {
            peak = Math.Max(peak, Math.Abs(signal.Values[i] - means[i % signal.Axes]));
        }

        double limit = peak * (1 - (LargestCut * severity));
        for (int i = 0; i < signal.Values.Length; i++)
        {
            double mean = means[i % signal.Axes];
            double change = signal.Values[i] - mean;
            signal.Values[i] = Math.Abs(change) > limit ? mean + (change < 0 ? -limit : limit) : signal.Values[i];
        }
    }
}
