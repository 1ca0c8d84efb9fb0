using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Layers;

namespace TinyEdge.Companion.Training;

/// <summary>A chain of layers in float, as it is trained. With a head its output are probabilities, else whatever the last layer gives.</summary>
public sealed class FloatNetwork
{
    /// <param name="input">Shape of a sample: (frames, 1, features) for what the device's front end delivers.</param>
    /// <param name="plans">First to last; a head, if any, is the last.</param>
    /// <exception cref="ModelException">A layer does not fit the one before it.</exception>
    public FloatNetwork(TensorShape input, IReadOnlyList<LayerPlan> plans)
    {
        Input = input;
        List<FloatLayer> layers = [];
        TensorShape shape = input;
        foreach (LayerPlan plan in plans)
        {
            layers.Add(LayerBuilder.Build(layers.Count, plan, shape));
            shape = layers[^1].Output;
        }

        if (layers.Count == 0 || layers.SkipLast(1).Any(l => l is HeadLayer))
        {
            throw new ModelException("The layers make no network.", layers.Count == 0 ? "There are none." : "A softmax or sigmoid is not the last of them.", "Correct the layers of the recipe.");
        }

        Layers = layers;
        Trainable = [.. layers.OfType<TrainableLayer>()];
    }

    public TensorShape Input { get; }

    public IReadOnlyList<FloatLayer> Layers { get; }

    /// <summary>The layers that have weights.</summary>
    public IReadOnlyList<TrainableLayer> Trainable { get; }

    public TensorShape Output => Layers[^1].Output;

    /// <summary>Weights and biases.</summary>
    public int ParameterCount => Trainable.Sum(l => l.Weights.Length + l.Bias.Length);

    public IReadOnlyList<LayerPlan> Plans => [.. Layers.Select(l => l.Plan)];

    /// <summary>Mean of the frames, dense layers with ReLU, softmax: what most of these networks are.</summary>
    public static FloatNetwork Classifier(TensorShape input, IReadOnlyList<int> hiddenUnits, int classes)
    {
        LayerPlan[] mean = input is { Height: 1, Width: 1 } ? [] : [new AveragePoolPlan()];
        return new FloatNetwork(input, [.. mean, .. hiddenUnits.Select(units => new DensePlan(units)), new DensePlan(classes, Activation.None), new SoftmaxPlan()]);
    }

    /// <summary>He's normal initialisation (He et al. 2015) before ReLUs, half the variance before anything else; biases 0.</summary>
    public void Initialise(TrainingRandom random)
    {
        foreach (TrainableLayer layer in Trainable)
        {
            double deviation = Math.Sqrt((layer.Activation == Activation.None ? 1.0 : 2.0) / layer.WeightsPerChannel);
            for (int i = 0; i < layer.Weights.Length; i++)
            {
                layer.Weights[i] = (float)(random.NextNormal() * deviation);
            }
        }
    }

    /// <summary>The outputs of every layer, in order.</summary>
    public float[][] Trace(ReadOnlySpan<float> input)
    {
        float[][] outputs = [.. Layers.Select(l => new float[l.Output.Length])];
        for (int i = 0; i < outputs.Length; i++)
        {
            Layers[i].Forward(i == 0 ? input : outputs[i - 1], outputs[i]);
        }

        return outputs;
    }

    /// <summary>Output of the last layer.</summary>
    public float[] Predict(ReadOnlySpan<float> input) => Trace(input)[^1];

    /// <summary>A copy of all parameters, weights and bias of each layer in turn.</summary>
    internal float[][] Snapshot() => [.. Trainable.SelectMany(l => new[] { (float[])l.Weights.Clone(), (float[])l.Bias.Clone() })];

    internal void Restore(IReadOnlyList<float[]> parameters)
    {
        for (int i = 0; i < Trainable.Count; i++)
        {
            parameters[2 * i].CopyTo(Trainable[i].Weights, 0);
            parameters[(2 * i) + 1].CopyTo(Trainable[i].Bias, 0);
        }
    }
}
