using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training;

/// <summary>
/// What a network is trained for, by its head: softmax, the class; sigmoid, each output for itself (a single one: class 1); no head,
/// its own input (an autoencoder).
/// </summary>
/// <remarks>
/// The slopes are those of cross entropy and, without a head, of the mean squared error. The loss that is reported and stops training early
/// is the squared error in all cases (of probabilities: Brier 1950): it needs no logarithm and so is the same on every machine.
/// </remarks>
internal sealed class TrainingLoss(FloatNetwork network, TrainerOptions options)
{
    private readonly FloatLayer? _head = network.Layers[^1] as HeadLayer;
    private readonly int _outputs = network.Output.Length;

    public bool Classifies => _head is not null;

    /// <summary>Number of classes that the network tells apart; 0 for an autoencoder.</summary>
    public int Classes => _head is null ? 0 : Math.Max(_outputs, 2);

    public float WeightOf(TrainingSample sample) =>
        options.ClassWeights.Count == 0 || !Classifies ? sample.Weight : (float)(sample.Weight * options.ClassWeights[sample.Class]);

    /// <param name="scores">In front of the head; overwritten with the network's output.</param>
    /// <returns>Loss of one sample, not weighted.</returns>
    public double Of(float[] scores, TrainingSample sample)
    {
        Activate(scores);
        double sum = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            double error = scores[k] - Target(sample, k);
            sum += error * error;
        }

        return Classifies ? sum : sum / scores.Length;
    }

    /// <param name="scores">In front of the head; overwritten with the network's output.</param>
    /// <param name="slopes">Slope of the weighted loss by each score, overwritten.</param>
    /// <returns>Loss of the sample, not weighted.</returns>
    public double Slopes(float[] scores, TrainingSample sample, float weight, float[] slopes)
    {
        double loss = Of(scores, sample);
        float smoothing = (float)options.LabelSmoothing;
        float factor = Classifies ? weight : weight * 2 / scores.Length;
        for (int k = 0; k < scores.Length; k++)
        {
            float target = Target(sample, k);
            if (Classifies && smoothing > 0)
            {
                target = (target * (1 - smoothing)) + (smoothing / Classes);
            }

            slopes[k] = (scores[k] - target) * factor;
        }

        return loss;
    }

    /// <summary>Whether the network's output names the sample's class.</summary>
    public bool IsRight(ReadOnlySpan<float> outputs, TrainingSample sample)
    {
        if (outputs.Length == 1)
        {
            return (outputs[0] >= 0.5f) == (sample.Class == 1);
        }

        int best = 0;
        for (int k = 1; k < outputs.Length; k++)
        {
            best = outputs[k] > outputs[best] ? k : best;
        }

        return best == sample.Class;
    }

    private float Target(TrainingSample sample, int output) => _head is null ? sample.Features[output]
        : (_outputs == 1 ? sample.Class == 1 : sample.Class == output) ? 1 : 0;

    private void Activate(float[] scores)
    {
        if (_head is SoftmaxLayer)
        {
            Probabilities.Softmax(scores);
        }
        else if (_head is SigmoidLayer)
        {
            foreach (ref float score in scores.AsSpan())
            {
                score = Probabilities.Sigmoid(score);
            }
        }
    }
}
