using TinyEdge.Companion.Models;

namespace TinyEdge.Companion.Training;

/// <summary>A chain of dense layers in float, ReLU between them; the last layer's outputs are the logits of a softmax.</summary>
public sealed class DenseNetwork
{
    public DenseNetwork(int inputs, IReadOnlyList<int> hiddenUnits, int classes)
    {
        List<DenseLayer> layers = [];
        int width = inputs;
        foreach (int units in hiddenUnits)
        {
            layers.Add(new DenseLayer(width, units, isRelu: true));
            width = units;
        }

        layers.Add(new DenseLayer(width, classes, isRelu: false));
        Layers = layers;
    }

    public IReadOnlyList<DenseLayer> Layers { get; }

    public int Inputs => Layers[0].Inputs;

    public int Classes => Layers[^1].Outputs;

    /// <summary>He's normal initialisation (He et al. 2015) before ReLUs, half the variance before the softmax; biases 0.</summary>
    public void Initialise(TrainingRandom random)
    {
        foreach (DenseLayer layer in Layers)
        {
            double deviation = Math.Sqrt((layer.IsRelu ? 2.0 : 1.0) / layer.Inputs);
            for (int i = 0; i < layer.Weights.Length; i++)
            {
                layer.Weights[i] = (float)(random.NextNormal() * deviation);
            }
        }
    }

    /// <summary>The outputs of every layer, in order.</summary>
    public float[][] Trace(ReadOnlySpan<float> input)
    {
        float[][] outputs = [.. Layers.Select(l => new float[l.Outputs])];
        for (int i = 0; i < outputs.Length; i++)
        {
            Layers[i].Forward(i == 0 ? input : outputs[i - 1], outputs[i]);
        }

        return outputs;
    }

    /// <summary>Class probabilities, (classes).</summary>
    public float[] Predict(ReadOnlySpan<float> input)
    {
        float[] probabilities = Trace(input)[^1];
        Softmax(probabilities);
        return probabilities;
    }

    /// <summary>Logits to probabilities, in place.</summary>
    internal static void Softmax(Span<float> values)
    {
        float largest = float.NegativeInfinity;
        foreach (float value in values)
        {
            largest = Math.Max(largest, value);
        }

        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)DeterministicExp.Of(values[i] - largest);
            sum += values[i];
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] / sum);
        }
    }
}
