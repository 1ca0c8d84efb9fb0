using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Anomaly;

/// <summary>
/// The distance of a frame to the nearest of some centres as a network of operators that the device has. In directions in which normal
/// recordings spread, each measured in deviations (Mahalanobis 1936, with the sum of magnitudes in the place of squares, which the device has no
/// operator for):
/// <code>
/// mean of the frames -> dense: y = W (z - mean)                                   (directions)
///   -> dense, ReLU: max(0, y - c) and max(0, c - y) for each centre c             (2 * directions * centres)
///   -> dense: minus the mean magnitude to each centre                             (centres)
///   -> maximum: minus the distance to the nearest -> dense: steepness * (distance - threshold) -> sigmoid: the score
/// </code>
/// </summary>
internal static class DistanceNetwork
{
    /// <param name="normal">(frames * features) of normal training recordings.</param>
    public static FloatNetwork Build(TensorSpec input, IReadOnlyList<float[]> normal, AnomalyOptions options, TrainingRandom random)
    {
        double[][] points = [.. normal.Select(f => MeanFrame(f, input))];
        NormalCentres centres = NormalCentres.Of(points, options.Centres, random);
        (double Value, double[] Vector)[] directions = SymmetricEigen.Of(centres.Spread(points));
        double floor = options.Shrinkage * directions.Average(d => d.Value);
        double[][] whitening = [.. directions.Take(options.Directions).Select(d => d.Vector.Select(v => v / Math.Sqrt(Math.Max(d.Value, 0) + floor)).ToArray())];
        FloatNetwork network = Untrained(input, whitening.Length, centres.Centres.Length);
        Fill(network, whitening, centres.Centres);
        return network;
    }

    /// <summary>Distance to the nearest centre, mean deviations a direction.</summary>
    public static double Distance(FloatNetwork network, float[] features) => -network.Trace(features)[^3][0];

    /// <summary>Puts the score's middle, 0.5, at a distance.</summary>
    /// <param name="steepness">Logits a unit of distance.</param>
    public static void Aim(FloatNetwork network, double threshold, double steepness)
    {
        TrainableLayer last = network.Trainable[^1];
        last.Weights[0] = (float)-steepness;
        last.Bias[0] = (float)(-steepness * threshold);
    }

    private static FloatNetwork Untrained(TensorSpec input, int directions, int centres) => new(
        new TensorShape(input.Height, input.Width, input.Channels),
        [
            new AveragePoolPlan(),
            new DensePlan(directions, Activation.None),
            new DensePlan(2 * directions * centres),
            new DensePlan(centres, Activation.None),
            new ReshapePlan(centres, 1, 1),
            new MaxPoolPlan(),
            new DensePlan(1, Activation.None),
            new SigmoidPlan(),
        ]);

    private static void Fill(FloatNetwork network, double[][] whitening, double[][] centres)
    {
        int directions = whitening.Length;
        double[] mean = [.. Enumerable.Range(0, centres[0].Length).Select(i => centres.Average(c => c[i]))];
        (TrainableLayer turn, TrainableLayer split, TrainableLayer sum) = (network.Trainable[0], network.Trainable[1], network.Trainable[2]);
        for (int j = 0; j < directions; j++)
        {
            whitening[j].Select(w => (float)w).ToArray().CopyTo(turn.Weights, j * turn.WeightsPerChannel);
            turn.Bias[j] = (float)-Dot(whitening[j], mean);
            for (int k = 0; k < centres.Length; k++)
            {
                double centre = Dot(whitening[j], centres[k]) - Dot(whitening[j], mean);
                for (int side = 0; side < 2; side++)
                {
                    int unit = (((k * directions) + j) * 2) + side;
                    float sign = side == 0 ? 1 : -1;
                    split.Weights[(unit * directions) + j] = sign;
                    split.Bias[unit] = (float)(-sign * centre);
                    sum.Weights[(k * sum.WeightsPerChannel) + unit] = -1f / directions;
                }
            }
        }
    }

    private static double[] MeanFrame(float[] features, TensorSpec input)
    {
        double[] mean = new double[input.Channels];
        for (int i = 0; i < features.Length; i++)
        {
            mean[i % input.Channels] += features[i] / (double)(features.Length / input.Channels);
        }

        return mean;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
