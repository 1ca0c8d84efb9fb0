using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Puts the boundary of a trained network as close to the faulty recordings of some speeds as a stated share of misses allows. Training puts it
/// half way between the classes; where the normal machine drifts towards the faulty one and the faulty one stays where it is, that is too far.
/// </summary>
/// <param name="Speeds">Speeds at which the boundary is moved.</param>
/// <param name="MissRatio">Share of the faulty recordings trained on that may be missed at each of them, 0..1.</param>
public sealed record MissCalibration(IReadOnlyList<FanSpeed> Speeds, double MissRatio)
{
    /// <summary>Moves the bias of the faulty class at each speed; nothing else of the network changes.</summary>
    /// <param name="network">Tells <see cref="FanTarget.SpeedAndState"/> apart, with a softmax.</param>
    /// <param name="samples">Recordings trained on, as they are: not augmented.</param>
    public void Apply(FloatNetwork network, IReadOnlyList<TrainingSample> samples)
    {
        TrainableLayer last = network.Trainable[^1];
        foreach (FanSpeed speed in Speeds)
        {
            int fault = FanClasses.IndexOf(speed, isFault: true);
            float[] margins = [.. samples.Where(s => s.Class == fault).Select(s => Margin(network.Trace(s.Features)[^2], fault)).Order()];
            if (margins.Length > 0)
            {
                last.Bias[fault] -= Quantile(margins);
            }
        }
    }

    private static float Margin(float[] logits, int fault)
    {
        float other = float.NegativeInfinity;
        for (int k = 0; k < logits.Length; k++)
        {
            other = k == fault ? other : Math.Max(other, logits[k]);
        }

        return logits[fault] - other;
    }

    private float Quantile(float[] sorted)
    {
        double at = MissRatio * (sorted.Length - 1);
        int below = (int)at;
        float low = sorted[below];
        float high = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return low + ((float)(at - below) * (high - low));
    }
}
