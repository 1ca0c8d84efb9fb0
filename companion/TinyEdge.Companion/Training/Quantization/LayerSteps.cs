using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Training.Quantization;

/// <summary>
/// What the device will compute a layer with, made anew from the float weights and the range after every step of training: whole
/// numbers in float arrays, which hold them exactly up to 2^24.
/// </summary>
internal sealed class LayerSteps(TrainableLayer layer, WeightScaling scaling)
{
    private readonly QuantizedMultiplier[] _multipliers = new QuantizedMultiplier[layer.Channels];
    private readonly double[] _ratios = new double[layer.Channels];

    public TrainableLayer Layer { get; } = layer;

    /// <summary>As the layer's weights, -127..127.</summary>
    public float[] Weights { get; } = new float[layer.Weights.Length];

    /// <summary>(channels), in steps of input scale * weight scale.</summary>
    public float[] Bias { get; } = new float[layer.Bias.Length];

    /// <summary>(channels).</summary>
    public float[] WeightScales { get; } = new float[layer.Channels];

    public float InputScale { get; private set; }

    public float OutputScale { get; private set; }

    public sbyte ZeroPoint { get; private set; }

    /// <summary>Least value of q - zero point: that of -128, or 0 under a ReLU.</summary>
    public int Low { get; private set; }

    /// <summary>Largest value of q - zero point.</summary>
    public int High { get; private set; }

    public void Update(float inputScale, ActivationRange range)
    {
        InputScale = inputScale;
        (OutputScale, ZeroPoint) = TensorSpec.QuantizationOf(range.Min, range.Max);
        bool isRelu = Layer.Activation != Activation.None;
        Low = isRelu ? 0 : sbyte.MinValue - ZeroPoint;
        High = sbyte.MaxValue - ZeroPoint;
        if (Layer.Activation == Activation.Relu6)
        {
            High = Math.Min(High, (int)MathF.Round(6f / OutputScale, MidpointRounding.AwayFromZero));
        }

        WeightQuantizer.Scales(Layer.Weights, Layer.Bias, inputScale, WeightScales, scaling == WeightScaling.PerTensor);
        bool isSingle = Layer is DenseLayer && (scaling == WeightScaling.PerTensor || Layer.Channels == 1);
        for (int c = 0; c < WeightScales.Length; c++)
        {
            WeightQuantizer.Steps(Layer.Row(c), WeightScales[c], Weights.AsSpan(c * Layer.WeightsPerChannel, Layer.WeightsPerChannel));
            Bias[c] = WeightQuantizer.BiasSteps(Layer.Bias[c], inputScale, WeightScales[c]);
            _ratios[c] = Multipliers.RatioOfWeights(isSingle, inputScale, WeightScales[c], OutputScale);
            _multipliers[c] = QuantizedMultiplier.From(_ratios[c]);
        }
    }

    /// <summary>Sums to output steps, unrounded: what the slopes are taken at.</summary>
    public float Scale(float sum, int channel) => (float)(sum * _ratios[channel]);

    /// <summary>Sums to output steps as the device rounds and clamps them.</summary>
    public int Requantize(float sum, int channel)
    {
        QuantizedMultiplier multiplier = _multipliers[channel];
        long steps = multiplier.Mantissa == 0 ? 0 : Runtime.Inference.Requantize.Apply((int)MathF.Round(sum), multiplier.Mantissa, 31 - multiplier.Shift);
        return (int)Math.Clamp(steps, Low, High);
    }
}
