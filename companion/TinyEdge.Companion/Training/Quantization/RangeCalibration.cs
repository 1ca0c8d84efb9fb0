using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>Ranges that the float network reaches on representative inputs: least and largest value of each trainable layer.</summary>
public static class RangeCalibration
{
    /// <param name="representative">(input shape) each, real values.</param>
    /// <returns>One a trainable layer; 0 is always inside.</returns>
    public static IReadOnlyList<ActivationRange> Of(FloatNetwork network, IEnumerable<float[]> representative)
    {
        ActivationRange[] ranges = new ActivationRange[network.Trainable.Count];
        foreach (float[] input in representative)
        {
            float[][] trace = network.Trace(input);
            int trainable = 0;
            for (int i = 0; i < trace.Length; i++)
            {
                if (network.Layers[i] is TrainableLayer)
                {
                    ranges[trainable] = new ActivationRange(Math.Min(ranges[trainable].Min, trace[i].Min()), Math.Max(ranges[trainable].Max, trace[i].Max()));
                    trainable++;
                }
            }
        }

        return ranges;
    }
}
