using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>Remembers the parameters with the lowest validation loss.</summary>
internal sealed class BestNetwork(FloatNetwork network)
{
    private float[][] _parameters = [];
    private ActivationRange[]? _ranges;

    /// <summary>The pass after which it was seen, from 1; 0 when none was.</summary>
    public int Epoch { get; private set; }

    public double Loss { get; private set; } = double.PositiveInfinity;

    /// <summary>What was seen in float says nothing about what will be seen quantised.</summary>
    public void Forget() => (Epoch, Loss) = (0, double.PositiveInfinity);

    /// <param name="loss">Null: the latest is the best.</param>
    public void Offer(int epoch, double? loss, ActivationRange[]? ranges)
    {
        _ranges = loss is null || loss < Loss ? ranges?.ToArray() : _ranges;
        if (loss is null)
        {
            (Epoch, Loss, _parameters) = (epoch, double.NaN, []);
        }
        else if (loss < Loss)
        {
            (Epoch, Loss, _parameters) = (epoch, loss.Value, network.Snapshot());
        }
    }

    /// <summary>Puts the best parameters back into the network.</summary>
    public TrainingResult Take(IReadOnlyList<EpochReport> curve)
    {
        if (_parameters.Length > 0)
        {
            network.Restore(_parameters);
        }

        return new TrainingResult(network, _ranges, Epoch, Loss, curve);
    }
}
