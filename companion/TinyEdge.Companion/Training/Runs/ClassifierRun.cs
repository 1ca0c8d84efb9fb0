using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>What a training run came to, judged on the verdict part.</summary>
/// <param name="Curve">Of the run that looked at the tuning part.</param>
/// <param name="Epochs">Passes that the result was trained for.</param>
/// <param name="Float">Float weights on the same int8 features.</param>
/// <param name="Int8">The device's own code on the bytes of the component.</param>
public sealed record ClassifierOutcome(
    NetworkRecipe Recipe, TrainedNetwork Trained, byte[] Component, IReadOnlyList<EpochReport> Curve, int Epochs, ClassReport Float, ClassReport Int8, int MacsPerInference, int PoolBytes);

/// <summary>Trains a classifier by a recipe on a data set.</summary>
public sealed class ClassifierRun(NetworkRecipe recipe, DataSplit split, int seed)
{
    private readonly IReadOnlyList<string> _labels = split.Set.Labels;

    /// <param name="observe">Called after every pass.</param>
    /// <exception cref="TinyEdgeException">Data, recipe or training cannot be used: says what to do.</exception>
    public ClassifierOutcome Run(Action<EpochReport>? observe = null, CancellationToken cancellation = default)
    {
        (TrainingResult first, FeatureSet features) = Fit(split.Train, split.Tune, recipe.Trainer, observe, cancellation);
        TrainingResult result = first;
        if (recipe.RefitsOnTuning && split.Tune.Recordings.Count > 0)
        {
            (result, features) = Fit(split.TrainAndTune, null, recipe.Trainer with { Epochs = first.Epochs }, observe, cancellation);
        }

        TrainedNetwork trained = new(result.Network, features.Input, RangesOf(result, features), result.Ranges is not null, features.Section, _labels, seed, recipe.Sha256());
        byte[] component = trained.ToComponent();
        ModelPipeline pipeline = new(component);
        IReadOnlyList<DataRecording> verdict = split.Verdict.Recordings;
        float[][] outputs = [.. features.Of([.. verdict.Select(r => r.Signal)]).Select(f => result.Network.Predict(f))];
        return new ClassifierOutcome(
            recipe, trained, component, first.Curve, result.Epochs, ClassTally.Of(_labels, verdict, outputs), new ClassEvaluator(pipeline).Run(verdict), pipeline.MacsPerInference, pipeline.Pool.TotalBytes);
    }

    private (TrainingResult Result, FeatureSet Features) Fit(TrainingPart part, HeldOutPart? tune, TrainerOptions options, Action<EpochReport>? observe, CancellationToken cancellation)
    {
        TrainingSignal[] signals = [.. part.Augmented(recipe.Augmentation, (ulong)seed)];
        RequireEveryClass(signals);
        FeatureSet features = FeatureSet.Fit(recipe, [.. signals.Select(s => s.Signal)]);
        FloatNetwork network = new(
            new TensorShape(features.Input.Height, features.Input.Width, features.Input.Channels),
            [.. recipe.Layers, new DensePlan(_labels.Count, Activation.None), new SoftmaxPlan()]);
        TrainingSample[] samples = Samples([.. signals.Select(s => (s.Source, s.Signal))], features);
        TrainingSample[] validation = tune is null ? [] : Samples([.. tune.Recordings.Select(r => (r, r.Signal))], features);
        return (NetworkTrainer.Train(network, features.Input, samples, validation, options with { Seed = seed }, observe, cancellation: cancellation), features);
    }

    private IReadOnlyList<ActivationRange> RangesOf(TrainingResult result, FeatureSet features) =>
        result.Ranges ?? RangeCalibration.Of(result.Network, features.Of([.. split.Train.Recordings.Select(r => r.Signal)]));

    private TrainingSample[] Samples((DataRecording Source, Recording Signal)[] signals, FeatureSet features)
    {
        Dictionary<string, int> counts = signals.GroupBy(s => s.Source.Label).ToDictionary(g => g.Key, g => g.Count());
        float[][] values = features.Of([.. signals.Select(s => s.Signal)]);
        return [.. signals.Select((s, i) => new TrainingSample(
            values[i], split.Set.ClassOf(s.Source), recipe.BalancesClasses ? (float)((double)signals.Length / (counts.Count * counts[s.Source.Label])) : 1))];
    }

    private void RequireEveryClass(TrainingSignal[] signals)
    {
        if (_labels.FirstOrDefault(label => signals.All(s => s.Source.Label != label)) is { } empty)
        {
            throw new TrainingException("The set cannot be trained on.", $"Class '{empty}' has no recording in the training part.", "Record some, split again, or take the class out of the set's labels.");
        }
    }
}
