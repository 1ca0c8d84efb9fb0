namespace TinyEdge.Companion.Training;

/// <summary>What a training run found.</summary>
/// <param name="Epochs">Passes made; with a validation set, those up to the best one.</param>
/// <param name="ValidationLoss">Mean squared error of the probabilities (Brier 1950) on the validation set; NaN without one.</param>
public sealed record TrainingResult(DenseNetwork Network, int Epochs, double ValidationLoss);

/// <summary>
/// Trains a dense classifier: softmax cross entropy, Adam, dropout, early stopping. One thread and fixed order of summation:
/// the same samples, options and seed give the same weights, bit for bit.
/// </summary>
public sealed class DenseTrainer
{
    private readonly TrainerOptions _options;
    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly TrainingRandom _random;
    private readonly DenseNetwork _network;
    private readonly Adam[] _weights;
    private readonly Adam[] _biases;
    private readonly float[][] _outputs;
    private readonly float[][] _errors;

    private DenseTrainer(IReadOnlyList<TrainingSample> samples, int classes, TrainerOptions options)
    {
        Check(samples, classes);
        _options = options;
        _samples = samples;
        _random = new TrainingRandom((ulong)options.Seed);
        _network = new DenseNetwork(samples[0].Features.Length, options.HiddenUnits, classes);
        _network.Initialise(_random);
        _weights = [.. _network.Layers.Select(l => new Adam(l.Weights, decays: true))];
        _biases = [.. _network.Layers.Select(l => new Adam(l.Bias, decays: false))];
        _outputs = [.. _network.Layers.Select(l => new float[l.Outputs])];
        _errors = [.. _network.Layers.Select(l => new float[l.Outputs])];
    }

    /// <summary>Trains for all passes that the options name.</summary>
    /// <exception cref="TrainingException">As the other overload.</exception>
    public static DenseNetwork Train(IReadOnlyList<TrainingSample> samples, int classes, TrainerOptions options)
    {
        DenseTrainer trainer = new(samples, classes, options);
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            trainer.RunEpoch(epoch);
        }

        return trainer._network;
    }

    /// <summary>Trains until the validation loss stops falling and returns the best network seen.</summary>
    /// <exception cref="TrainingException">A set is empty, a class is missing, or features differ in length or are not numbers.</exception>
    public static TrainingResult Train(IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingSample> validation, int classes, TrainerOptions options)
    {
        Check(validation, 0);
        DenseTrainer trainer = new(samples, classes, options);
        (double loss, int epochs, float[][] parameters) best = (double.PositiveInfinity, 0, []);
        for (int epoch = 0; epoch < options.Epochs && epoch - best.epochs < options.PatienceEpochs; epoch++)
        {
            trainer.RunEpoch(epoch);
            double loss = Loss(trainer._network, validation);
            if (loss < best.loss)
            {
                best = (loss, epoch + 1, trainer.Snapshot());
            }
        }

        trainer.Restore(best.parameters);
        return new TrainingResult(trainer._network, best.epochs, best.loss);
    }

    /// <summary>Weighted mean squared error of the probabilities: needs no logarithm and so is the same on every machine.</summary>
    public static double Loss(DenseNetwork network, IReadOnlyList<TrainingSample> samples)
    {
        double sum = 0;
        double weight = 0;
        foreach (TrainingSample sample in samples)
        {
            float[] probabilities = network.Predict(sample.Features);
            for (int k = 0; k < probabilities.Length; k++)
            {
                double error = probabilities[k] - (k == sample.Class ? 1 : 0);
                sum += sample.Weight * error * error;
            }

            weight += sample.Weight;
        }

        return sum / weight;
    }

    /// <summary>An untrained network and the slope of the loss of one sample by each of its weights, layer by layer; for tests against finite differences.</summary>
    internal static (DenseNetwork Network, float[][] Slopes) Slopes(IReadOnlyList<TrainingSample> samples, int classes, TrainerOptions options, int sample)
    {
        DenseTrainer trainer = new(samples, classes, options);
        trainer.Forward(samples[sample]);
        trainer.Backward(samples[sample], samples[sample].Weight);
        return (trainer._network, [.. trainer._weights.Select(w => w.Gradient)]);
    }

    private static void Check(IReadOnlyList<TrainingSample> samples, int classes)
    {
        if (samples.Count == 0)
        {
            throw new TrainingException("There is nothing to train on.", "A set of samples is empty.", "Record more, or move the split.");
        }

        int missing = Enumerable.Range(0, classes).FirstOrDefault(k => samples.All(s => s.Class != k), -1);
        if (missing >= 0 || samples.Any(s => classes > 0 && (s.Class < 0 || s.Class >= classes)))
        {
            throw new TrainingException("The classes do not fit the samples.", missing >= 0 ? $"Class {missing} has no sample." : $"A sample's class is outside 0..{classes - 1}.", "Record every class, or train without it.");
        }

        int length = samples[0].Features.Length;
        if (length == 0 || samples.Any(s => s.Features.Length != length || !s.Features.All(float.IsFinite)))
        {
            throw new TrainingException("The features cannot be used.", "Samples differ in length, or a feature is not a number.", "Make all of them with one front end.");
        }
    }

    private void RunEpoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _samples.Count)];
        _random.Shuffle(order);
        int batches = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
        double steps = (double)_options.Epochs * batches;
        for (int batch = 0; batch < batches; batch++)
        {
            int first = batch * _options.BatchSize;
            int count = Math.Min(_options.BatchSize, order.Length - first);
            for (int i = 0; i < count; i++)
            {
                TrainingSample sample = _samples[order[first + i]];
                Forward(sample);
                Backward(sample, sample.Weight / count);
            }

            double rate = _options.LearningRate * (1 - (((epoch * batches) + batch) / steps));
            foreach (Adam part in _weights.Concat(_biases))
            {
                part.Step(rate, _options.WeightDecay);
            }
        }
    }

    private void Forward(TrainingSample sample)
    {
        float keep = (float)(1 - _options.Dropout);
        for (int i = 0; i < _outputs.Length; i++)
        {
            float[] output = _outputs[i];
            _network.Layers[i].Forward(i == 0 ? sample.Features : _outputs[i - 1], output);
            if (_network.Layers[i].IsRelu && _options.Dropout > 0)
            {
                for (int o = 0; o < output.Length; o++)
                {
                    output[o] = _random.NextUnit() < _options.Dropout ? 0 : output[o] / keep;
                }
            }
        }

        DenseNetwork.Softmax(_outputs[^1]);
    }

    private void Backward(TrainingSample sample, float weight)
    {
        float[] last = _errors[^1];
        for (int k = 0; k < last.Length; k++)
        {
            last[k] = (_outputs[^1][k] - (k == sample.Class ? 1 : 0)) * weight;
        }

        float keep = (float)(1 - _options.Dropout);
        for (int i = _errors.Length - 1; i >= 0; i--)
        {
            DenseLayer layer = _network.Layers[i];
            float[] input = i == 0 ? sample.Features : _outputs[i - 1];
            float[]? inputError = i == 0 ? null : _errors[i - 1];
            inputError?.AsSpan().Clear();
            for (int o = 0; o < layer.Outputs; o++)
            {
                // A unit that is silent, by ReLU or dropout, passes nothing back.
                float error = layer.IsRelu ? (_outputs[i][o] > 0 ? _errors[i][o] / keep : 0) : _errors[i][o];
                if (error != 0)
                {
                    _biases[i].Gradient[o] += error;
                    VectorMath.AddScaled(_weights[i].Gradient.AsSpan(o * layer.Inputs, layer.Inputs), input, error);
                    if (inputError is not null)
                    {
                        VectorMath.AddScaled(inputError, layer.Row(o), error);
                    }
                }
            }
        }
    }

    private float[][] Snapshot() => [.. _network.Layers.SelectMany(l => new[] { (float[])l.Weights.Clone(), (float[])l.Bias.Clone() })];

    private void Restore(float[][] parameters)
    {
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            parameters[2 * i].CopyTo(_network.Layers[i].Weights, 0);
            parameters[(2 * i) + 1].CopyTo(_network.Layers[i].Bias, 0);
        }
    }
}
