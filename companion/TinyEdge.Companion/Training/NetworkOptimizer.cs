using System.Numerics.Tensors;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Takes the slopes of a batch and moves weights, biases and ranges. A range is moved in its logarithm, so that a step is a share of
/// it whatever its size (Jain et al. 2020, TQT).
/// </summary>
internal sealed class NetworkOptimizer
{
    private readonly FloatNetwork _network;
    private readonly TrainerOptions _options;
    private readonly Adam[] _weights;
    private readonly Adam[] _biases;
    private float[][] _logarithms = [];
    private Adam[] _ranges = [];
    private ActivationRange[] _firstRanges = [];

    public NetworkOptimizer(FloatNetwork network, TrainerOptions options)
    {
        _network = network;
        _options = options;
        _weights = [.. network.Trainable.Select(l => new Adam(l.Weights, decays: true))];
        _biases = [.. network.Trainable.Select(l => new Adam(l.Bias, decays: false))];
    }

    /// <summary>From here on ranges are learnt too.</summary>
    public void BeginRanges(IReadOnlyList<ActivationRange> ranges)
    {
        _firstRanges = [.. ranges];
        _logarithms = [.. ranges.Select(_ => new float[2])];
        _ranges = [.. _logarithms.Select(l => new Adam(l, decays: false))];
    }

    public void Step(IReadOnlyList<TrainingShard> shards, double rate, NetworkSteps? steps)
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            foreach (TrainingShard shard in shards)
            {
                ParameterSlopes slopes = shard.Slopes[i];
                TensorPrimitives.Add(_weights[i].Gradient, slopes.Weights, _weights[i].Gradient);
                TensorPrimitives.Add(_biases[i].Gradient, slopes.Bias, _biases[i].Gradient);
                if (steps is not null)
                {
                    AddRangeSlopes(i, slopes, steps.Ranges[i]);
                }

                slopes.Clear();
            }

            _weights[i].Step(rate, _options.WeightDecay);
            _biases[i].Step(rate, _options.WeightDecay);
            if (steps is not null)
            {
                _ranges[i].Step(rate * _options.RangeLearningRate, 0);
                steps.Ranges[i] = RangeOf(i);
            }
        }

        steps?.Refresh();
    }

    private void AddRangeSlopes(int layer, ParameterSlopes slopes, ActivationRange range)
    {
        _ranges[layer].Gradient[0] += slopes.Range[0] * range.Min;
        _ranges[layer].Gradient[1] += slopes.Range[1] * range.Max;
    }

    // A ReLU's lower end is 0 and stays there.
    private ActivationRange RangeOf(int layer)
    {
        double max = _firstRanges[layer].Max * DeterministicExp.Of(_logarithms[layer][1]);
        double most = _network.Trainable[layer].Activation == Activation.Relu6 ? 6 : float.MaxValue;
        return new ActivationRange((float)(_firstRanges[layer].Min * DeterministicExp.Of(_logarithms[layer][0])), (float)Math.Min(max, most));
    }
}
