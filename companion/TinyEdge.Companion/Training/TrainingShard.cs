using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>One part of every batch: its own pass through the network and its own sums of slopes.</summary>
internal sealed class TrainingShard(FloatNetwork network, TrainingLoss loss)
{
    private readonly NetworkPass _pass = new(network);

    /// <summary>One a trainable layer.</summary>
    public IReadOnlyList<ParameterSlopes> Slopes { get; } = [.. network.Trainable.Select(l => new ParameterSlopes(l))];

    /// <summary>Adds a sample's slopes.</summary>
    /// <param name="input">Real values, or steps when quantised.</param>
    /// <param name="random">Null: nothing is dropped.</param>
    /// <returns>Its loss, not weighted.</returns>
    public double Learn(TrainingSample sample, float[] input, float weight, NetworkSteps? steps, TrainingRandom? random, double dropout)
    {
        _pass.Forward(input, steps, random, dropout);
        double value = loss.Slopes(_pass.Scores, sample, weight, _pass.ScoreErrors);
        _pass.Backward(steps, Slopes);
        return value;
    }

    /// <summary>Loss of a sample, not weighted, and whether its class was named.</summary>
    public (double Loss, bool IsRight) Judge(TrainingSample sample, float[] input, NetworkSteps? steps)
    {
        _pass.Forward(input, steps);
        double value = loss.Of(_pass.Scores, sample);
        return (value, loss.Classifies && loss.IsRight(_pass.Scores, sample));
    }
}
