using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Trains a network, from some pass on with quantisation in the loop. The same samples, options and seed give the same parameters, bit for
/// bit, on every machine: order of summation, random numbers and exp are fixed, and the number of processors has no say.
/// </summary>
public sealed class NetworkTrainer
{
    // Multiply-accumulates below which handing a batch to other threads costs more than it saves.
    private const long LeastParallelWork = 60_000;

    private readonly FloatNetwork _network;
    private readonly TensorSpec _input;
    private readonly TrainerOptions _options;
    private readonly IReadOnlyList<TrainingSample> _samples;
    private readonly IReadOnlyList<TrainingSample> _validation;
    private readonly TrainingRandom _random;
    private readonly TrainingLoss _loss;
    private readonly TrainingShard[] _shards;
    private readonly NetworkOptimizer _optimizer;
    private readonly bool _isParallel;
    private float[][] _inputs;
    private float[][] _validationInputs;
    private NetworkSteps? _steps;

    private NetworkTrainer(FloatNetwork network, TensorSpec input, IReadOnlyList<TrainingSample> samples, IReadOnlyList<TrainingSample> validation, TrainerOptions options)
    {
        (_network, _input, _samples, _validation, _options) = (network, input, samples, validation, options);
        _loss = new TrainingLoss(network, options);
        TrainingSamples.Check(samples, network, _loss.Classes, isTraining: true);
        TrainingSamples.Check(validation, network, _loss.Classes, isTraining: false);
        options.Check();
        _random = new TrainingRandom((ulong)options.Seed);
        _shards = [.. Enumerable.Range(0, options.Shards).Select(_ => new TrainingShard(network, _loss))];
        _optimizer = new NetworkOptimizer(network, options);
        _inputs = [.. samples.Select(s => s.Features)];
        _validationInputs = [.. validation.Select(s => s.Features)];
        _isParallel = Environment.ProcessorCount > 1 && options.Shards > 1
            && (long)options.BatchSize * network.Trainable.Sum(l => (long)l.Weights.Length * l.Output.Height * l.Output.Width) > LeastParallelWork;
    }

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Its parameters are drawn anew, unless told otherwise.</param>
    /// <param name="input">The network's input on the device: the samples' features are whole steps of its scale.</param>
    /// <param name="samples">What is learnt from.</param>
    /// <param name="validation">What early stopping looks at; empty: all passes are made.</param>
    /// <param name="observe">Called after every pass.</param>
    /// <param name="keepsParameters">Goes on from the parameters that the network has.</param>
    /// <exception cref="TrainingException">A set is empty, a class is missing, features do not fit, options are out of range, or training diverged.</exception>
    public static TrainingResult Train(
        FloatNetwork network,
        TensorSpec input,
        IReadOnlyList<TrainingSample> samples,
        IReadOnlyList<TrainingSample> validation,
        TrainerOptions options,
        Action<EpochReport>? observe = null,
        bool keepsParameters = false,
        CancellationToken cancellation = default)
    {
        NetworkTrainer trainer = new(network, input, samples, validation, options);
        if (!keepsParameters)
        {
            network.Initialise(trainer._random);
        }

        return trainer.Run(observe, cancellation);
    }

    /// <summary>Loss of a network in float over samples, by their weight.</summary>
    public static double Loss(FloatNetwork network, IReadOnlyList<TrainingSample> samples)
    {
        TrainingLoss loss = new(network, new TrainerOptions());
        TrainingShard shard = new(network, loss);
        return samples.Sum(s => s.Weight * shard.Judge(s, s.Features, null).Loss) / samples.Sum(s => (double)s.Weight);
    }

    private TrainingResult Run(Action<EpochReport>? observe, CancellationToken cancellation)
    {
        BestNetwork best = new(_network);
        List<EpochReport> curve = [];
        int firstQuantized = _options.FirstQuantizedEpoch;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (epoch == firstQuantized)
            {
                BeginQuantization();
                best.Forget();
            }

            double trainingLoss = RunEpoch(epoch);
            (double? loss, double? accuracy) = Validate();
            RequireFinite(epoch, trainingLoss, loss);
            curve.Add(new EpochReport(epoch + 1, _options.Epochs, RateAt((epoch + 1.0) / _options.Epochs), _steps is not null, trainingLoss, loss, accuracy));
            observe?.Invoke(curve[^1]);
            best.Offer(epoch + 1, loss, _steps?.Ranges);
            bool mayStop = _steps is not null || firstQuantized >= _options.Epochs;
            if (loss is not null && mayStop && epoch + 1 - Math.Max(best.Epoch, _steps is null ? 0 : firstQuantized) >= _options.PatienceEpochs)
            {
                break;
            }
        }

        return best.Take(curve);
    }

    private void BeginQuantization()
    {
        IReadOnlyList<ActivationRange> ranges = RangeCalibration.Of(_network, _inputs);
        _steps = new NetworkSteps(_network, _input, ranges, WeightScaling.PerChannel);
        _optimizer.BeginRanges(ranges);
        _inputs = [.. _inputs.Select(ToSteps)];
        _validationInputs = [.. _validationInputs.Select(ToSteps)];
    }

    private float[] ToSteps(float[] features) => [.. features.Select(f => (float)_input.Quantize(f) - _input.ZeroPoint)];

    private double RunEpoch(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _samples.Count)];
        _random.Shuffle(order);
        double[] losses = new double[order.Length];
        int batches = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
        for (int batch = 0; batch < batches; batch++)
        {
            int first = batch * _options.BatchSize;
            int count = Math.Min(_options.BatchSize, order.Length - first);
            ForEachShard(shard => Learn(epoch, shard, order, first, count, losses));
            _optimizer.Step(_shards, RateAt(((epoch * batches) + batch) / ((double)_options.Epochs * batches)), _steps);
        }

        return losses.Sum() / losses.Length;
    }

    private void Learn(int epoch, int shard, int[] order, int first, int count, double[] losses)
    {
        int end = first + (count * (shard + 1) / _options.Shards);
        for (int i = first + (count * shard / _options.Shards); i < end; i++)
        {
            TrainingSample sample = _samples[order[i]];
            TrainingRandom? random = _options.Dropout > 0 ? new TrainingRandom(((ulong)_options.Seed << 40) ^ ((ulong)epoch << 24) ^ (ulong)i) : null;
            float weight = _loss.WeightOf(sample);
            losses[i] = weight * _shards[shard].Learn(sample, _inputs[order[i]], weight / count, _steps, random, _options.Dropout);
        }
    }

    private (double? Loss, double? Accuracy) Validate()
    {
        int total = _validation.Count;
        if (total == 0)
        {
            return (null, null);
        }

        (double Loss, bool IsRight)[] judged = new (double, bool)[total];
        ForEachShard(shard =>
        {
            for (int i = total * shard / _options.Shards; i < total * (shard + 1) / _options.Shards; i++)
            {
                judged[i] = _shards[shard].Judge(_validation[i], _validationInputs[i], _steps);
            }
        });
        double weight = 0;
        double loss = 0;
        double right = 0;
        for (int i = 0; i < total; i++)
        {
            weight += _validation[i].Weight;
            loss += _validation[i].Weight * judged[i].Loss;
            right += judged[i].IsRight ? _validation[i].Weight : 0;
        }

        return (loss / weight, _loss.Classifies ? right / weight : null);
    }

    private void ForEachShard(Action<int> work)
    {
        if (_isParallel)
        {
            Parallel.For(0, _shards.Length, work);
            return;
        }

        for (int shard = 0; shard < _shards.Length; shard++)
        {
            work(shard);
        }
    }

    /// <param name="progress">Share of all steps done, 0..1.</param>
    private double RateAt(double progress)
    {
        double left = 1 - progress;
        double rate = _options.Schedule switch
        {
            LearningRateSchedule.Constant => _options.LearningRate,
            LearningRateSchedule.Quadratic => _options.LearningRate * left * left,
            _ => _options.LearningRate * left,
        };
        double warmup = progress * _options.Epochs / _options.WarmupEpochs;
        return warmup < 1 ? rate * warmup : rate;
    }

    private void RequireFinite(int epoch, double trainingLoss, double? validationLoss)
    {
        if (!double.IsFinite(trainingLoss) || !double.IsFinite(validationLoss ?? 0) || _network.Trainable.Any(l => !l.Weights.All(float.IsFinite) || !l.Bias.All(float.IsFinite)))
        {
            throw new TrainingException(
                "Training diverged.", $"In pass {epoch + 1} of {_options.Epochs} the loss or a weight stopped being a number.", "Lower the learning rate, or look for extreme values in the recordings.");
        }
    }
}
