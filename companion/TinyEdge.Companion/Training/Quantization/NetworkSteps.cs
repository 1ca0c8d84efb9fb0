using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>All layers of a network as the device will compute them.</summary>
internal sealed class NetworkSteps
{
    private readonly FloatNetwork _network;
    private readonly LayerSteps?[] _layers;

    public NetworkSteps(FloatNetwork network, TensorSpec input, IReadOnlyList<ActivationRange> ranges, WeightScaling scaling)
    {
        _network = network;
        Input = input;
        Ranges = [.. ranges];
        _layers = [.. network.Layers.Select(l => l is TrainableLayer trainable ? new LayerSteps(trainable, scaling) : null)];
        Outputs = new (float, sbyte)[_layers.Length];
        Refresh();
    }

    public TensorSpec Input { get; }

    /// <summary>One a trainable layer, first to last.</summary>
    public ActivationRange[] Ranges { get; }

    /// <summary>Scale and zero point of each layer's output; a head has its input's.</summary>
    public (float Scale, sbyte ZeroPoint)[] Outputs { get; }

    /// <summary>Null for a layer without weights.</summary>
    public LayerSteps? Of(int layer) => _layers[layer];

    public float InputScaleOf(int layer) => layer == 0 ? Input.Scale : Outputs[layer - 1].Scale;

    public sbyte InputZeroPointOf(int layer) => layer == 0 ? Input.ZeroPoint : Outputs[layer - 1].ZeroPoint;

    /// <summary>After weights or ranges have changed.</summary>
    public void Refresh()
    {
        int trainable = 0;
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            if (_layers[i] is { } steps)
            {
                steps.Update(InputScaleOf(i), Ranges[trainable]);
                trainable++;
                Outputs[i] = (steps.OutputScale, steps.ZeroPoint);
            }
            else
            {
                Outputs[i] = (InputScaleOf(i), InputZeroPointOf(i));
            }
        }
    }
}
