using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>
/// One sample's way through a network and its slopes back, in float or fake-quantised. Not thread safe; each thread has its own.
/// </summary>
/// <remarks>
/// Fake-quantised tensors are kept as whole numbers q - zero point. Slopes pass a rounding as if it were not there and stop at a clamp (the
/// straight-through estimator: Bengio et al. 2013). The slope by the upper end of a range [lo, hi], with x' = lo + s round(clamp((x - lo) / s)) and s
/// = (hi - lo) / 255, is (round(v) - v) / 255 inside, v the value in steps, and 1 above; by the lower end its negative inside and 1 below
/// (Esser et al. 2020, LSQ; Bhalgat et al. 2020, LSQ+).
/// </remarks>
internal sealed class NetworkPass
{
    private const float Steps = 255;

    private readonly FloatNetwork _network;
    private readonly int _last;
    private readonly int _firstTrainable;
    private readonly float[][] _outputs;
    private readonly float[][] _sums;
    private readonly float[][] _errors;
    private readonly float[][] _kept;
    private float[] _input = [];
    private bool _drops;

    public NetworkPass(FloatNetwork network)
    {
        _network = network;
        _last = network.Layers[^1] is HeadLayer ? network.Layers.Count - 2 : network.Layers.Count - 1;
        _outputs = [.. network.Layers.Select(l => new float[l.Output.Length])];
        _sums = [.. network.Layers.Select(l => l is TrainableLayer ? new float[l.Output.Length] : [])];
        _errors = [.. network.Layers.Select(l => new float[l.Output.Length])];
        _kept = [.. network.Layers.Select(l => new float[l.Output.Length])];
        Scores = new float[_outputs[_last].Length];
        _firstTrainable = network.Trainable.Count == 0 ? int.MaxValue : network.Layers.ToList().FindIndex(l => l is TrainableLayer);
    }

    /// <summary>Real values in front of the head, or of the last layer without one.</summary>
    public float[] Scores { get; }

    /// <summary>Slope of the loss by <see cref="Scores"/>; filled by the caller before <see cref="Backward"/>.</summary>
    public float[] ScoreErrors => _errors[_last];

    /// <summary>Output of a layer in front of the head: real values, or whole steps when quantised.</summary>
    public ReadOnlySpan<float> OutputOf(int layer) => _outputs[layer];

    /// <param name="input">Real values; when quantised whole steps, q - zero point.</param>
    /// <param name="steps">Null: in float.</param>
    /// <param name="random">Null: nothing is dropped.</param>
    public void Forward(float[] input, NetworkSteps? steps, TrainingRandom? random = null, double dropout = 0)
    {
        _input = input;
        _drops = random is not null && dropout > 0;
        for (int i = 0; i <= _last; i++)
        {
            float[] from = i == 0 ? input : _outputs[i - 1];
            if (steps is null)
            {
                _network.Layers[i].Forward(from, _outputs[i]);
            }
            else
            {
                ForwardSteps(i, from, steps);
            }

            if (_drops && IsRelu(i))
            {
                Drop(i, random!, dropout);
            }
        }

        float scale = steps is null ? 1 : steps.Outputs[_last].Scale;
        for (int k = 0; k < Scores.Length; k++)
        {
            Scores[k] = _outputs[_last][k] * scale;
        }
    }

    /// <summary>Adds the slopes of the sample that went forward last.</summary>
    public void Backward(NetworkSteps? steps, IReadOnlyList<ParameterSlopes> slopes)
    {
        int trainable = slopes.Count;
        for (int i = _last; i >= 0; i--)
        {
            float[] from = i == 0 ? _input : _outputs[i - 1];
            Span<float> inputError = i > _firstTrainable ? _errors[i - 1] : [];
            inputError.Clear();
            if (_network.Layers[i] is TrainableLayer layer)
            {
                trainable--;
                LayerSteps? own = steps?.Of(i);
                StopAtClamps(i, layer, own, slopes[trainable]);
                LayerScales scales = own is null ? LayerScales.Float : new LayerScales(own.InputScale, own.WeightScales);
                layer.Backpropagate(from, own?.Weights ?? layer.Weights, scales, _errors[i], slopes[trainable], inputError);
            }
            else if (i > _firstTrainable)
            {
                _network.Layers[i].Backpropagate(from, _errors[i], inputError);
            }
        }
    }

    private bool IsRelu(int layer) => _network.Layers[layer] is TrainableLayer { Activation: not Activation.None };

    private void ForwardSteps(int index, float[] from, NetworkSteps steps)
    {
        float[] output = _outputs[index];
        if (steps.Of(index) is not { } own)
        {
            _network.Layers[index].ForwardSteps(from, output, steps.InputZeroPointOf(index));
            return;
        }

        float[] sums = _sums[index];
        own.Layer.Accumulate(from, own.Weights, own.Bias, sums);
        int channels = own.Layer.Channels;
        for (int i = 0; i < sums.Length; i += channels)
        {
            for (int c = 0; c < channels; c++)
            {
                output[i + c] = own.Requantize(sums[i + c], c);
                sums[i + c] = own.Scale(sums[i + c], c);
            }
        }
    }

    private void Drop(int layer, TrainingRandom random, double dropout)
    {
        float keep = (float)(1 - dropout);
        float[] output = _outputs[layer];
        float[] kept = _kept[layer];
        for (int o = 0; o < output.Length; o++)
        {
            kept[o] = random.NextUnit() < dropout ? 0 : 1 / keep;
            output[o] *= kept[o];
        }
    }

    // From the slope by a layer's output to the slope by its sums.
    private void StopAtClamps(int index, TrainableLayer layer, LayerSteps? own, ParameterSlopes slopes)
    {
        float[] errors = _errors[index];
        if (_drops && IsRelu(index))
        {
            for (int o = 0; o < errors.Length; o++)
            {
                errors[o] *= _kept[index][o];
            }
        }

        if (own is not null)
        {
            LearnRange(errors, _sums[index], own, slopes);
            return;
        }

        float most = layer.Activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
        for (int o = 0; o < errors.Length && layer.Activation != Activation.None; o++)
        {
            errors[o] = _outputs[index][o] > 0 && _outputs[index][o] < most ? errors[o] : 0;
        }
    }

    private static void LearnRange(float[] errors, float[] sums, LayerSteps own, ParameterSlopes slopes)
    {
        float low = 0;
        float high = 0;
        for (int o = 0; o < errors.Length; o++)
        {
            float rounded = MathF.Floor(sums[o] + 0.5f);
            if (rounded > own.High)
            {
                high += errors[o];
                errors[o] = 0;
            }
            else if (rounded < own.Low)
            {
                low += errors[o];
                errors[o] = 0;
            }
            else
            {
                float slope = errors[o] * (rounded - sums[o]) / Steps;
                high += slope;
                low -= slope;
            }
        }

        slopes.Range[0] += low;
        slopes.Range[1] += high;
    }
}
