using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>A model ready for a bundle, and the float network that it was made from.</summary>
/// <param name="Component">Bytes of the model component.</param>
/// <param name="Section">The front-end section in it.</param>
/// <param name="Learnt">What the networks tell apart; the component may answer less.</param>
/// <param name="Quantized">The network as INT8, without what the component adds to it.</param>
/// <param name="Ranges">Of the layers with weights: learnt, or measured after training.</param>
/// <param name="Epochs">Passes over the training set.</param>
public sealed record TrainedModel(
    byte[] Component, byte[] Section, FanTarget Learnt, FloatNetwork Network, DeviceFeatures Features, NetworkModel Quantized, IReadOnlyList<ActivationRange> Ranges, int Epochs)
{
    /// <summary>The same network with outputs that say something else.</summary>
    /// <exception cref="TrainingException">The network did not learn it.</exception>
    public byte[] ComponentThatAnswers(FanTarget answers) => FanComponent.Write(Quantized, Section, Learnt, answers);
}

/// <summary>
/// From recordings to a model component: the front end's quantiser from training statistics, a float network on the
/// device's own int8 features, quantised in the loop or afterwards.
/// </summary>
public sealed class ModelBuilder(TrainingRecipe recipe, int seed)
{
    private const sbyte ZeroPoint = 0;

    /// <summary>
    /// Fits on the first four fifths of the training part, stops where the last fifth says so, then fits again on all of it for as
    /// many passes, its learning rate falling to 0 over them: the newest training recordings, the nearest to what will come, are not wasted.
    /// </summary>
    /// <remarks>A recipe that does not select its passes is fitted once, on all of the training part.</remarks>
    public TrainedModel Build(IReadOnlyList<FanFile> files)
    {
        int epochs = recipe.SelectsEpochs ? Fit(files).Epochs : recipe.Trainer.Epochs;
        return Build(files, FanSplit.Training, (samples, _) => NetworkTrainer.Train(Untrained(), Input, samples, [], Options with { Epochs = epochs }));
    }

    /// <summary>The model of the first step alone; the tuning part is new to it.</summary>
    public TrainedModel Fit(IReadOnlyList<FanFile> files) => Build(files, FanSplit.Fitting, (samples, features) => FitEarly(samples, features, files));

    /// <summary>The float network's verdicts, on the same int8 features.</summary>
    public static IReadOnlyList<Verdict> JudgeFloat(TrainedModel model, IEnumerable<LabelledRecording> recordings, int countsPerUnit) =>
        [.. recordings.Select(r =>
        {
            float[] probabilities = FanClasses.SumStates(model.Learnt, model.Network.Predict(model.Features.Of(r.Recording.ToCounts(countsPerUnit))));
            return new Verdict(r.Conditions, (MachineState)Array.IndexOf(probabilities, probabilities.Max()), probabilities[(int)MachineState.Fault]);
        })];

    private TrainerOptions Options => recipe.Trainer with { Seed = seed };

    private TensorSpec Input => new("features", recipe.FrontEnd.Frames, 1, recipe.FrontEnd.FeaturesPerFrame, (float)recipe.InputScale, ZeroPoint);

    private FloatNetwork Untrained() => new(
        new TensorShape(recipe.FrontEnd.Frames, 1, recipe.FrontEnd.FeaturesPerFrame),
        [.. recipe.Layers, new DensePlan(FanClasses.Labels(recipe.Learns).Count, Activation.None), new SoftmaxPlan()]);

    private TrainedModel Build(
        IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part, Func<IReadOnlyList<TrainingSample>, DeviceFeatures, TrainingResult> train)
    {
        List<(short[] Counts, FanFile File)> signals = Signals(files, part);
        byte[] section = FanSignals.Standardise(recipe.FrontEnd, signals.Select(s => s.Counts), recipe.InputScale, ZeroPoint);
        DeviceFeatures features = new(section, recipe.InputScale, ZeroPoint);
        List<TrainingSample> samples = Samples(signals, features);
        TrainingResult result = train(samples, features);
        IReadOnlyList<ActivationRange> ranges = result.Ranges ?? RangeCalibration.Of(result.Network, samples.Select(s => s.Features));
        recipe.Calibration?.Apply(result.Network, Unchanged(files, part, features));
        NetworkModel quantized = Int8Converter.Convert(result.Network, Input, ranges);
        byte[] component = FanComponent.Write(quantized, section, recipe.Learns, recipe.Answers);
        return new TrainedModel(component, section, recipe.Learns, result.Network, features, quantized, ranges, result.Epochs);
    }

    private TrainingResult FitEarly(IReadOnlyList<TrainingSample> samples, DeviceFeatures features, IReadOnlyList<FanFile> files)
    {
        return NetworkTrainer.Train(Untrained(), Input, samples, Unchanged(files, FanSplit.Tuning, features), Options);
    }

    private List<TrainingSample> Unchanged(IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part, DeviceFeatures features) =>
        Samples([.. Used(files).SelectMany(f => part(f).Select(r => (FanSignals.ToCounts(r.Values, recipe.FrontEnd), f)))], features);

    private List<(short[] Counts, FanFile File)> Signals(IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part) =>
        FanSignals.Of(Used(files), part, recipe.Augmentation, recipe.FrontEnd, new TrainingRandom((ulong)seed + 1000));

    // Every file weighs what the recipe says, however many recordings it has; the average weight of a sample is 1.
    private List<TrainingSample> Samples(List<(short[] Counts, FanFile File)> signals, DeviceFeatures features)
    {
        Dictionary<FanFile, double> shares = signals.GroupBy(s => s.File).ToDictionary(g => g.Key, g => WeightOf(g.Key) / g.Count());
        double scale = signals.Count / signals.Sum(s => shares[s.File]);
        return [.. signals.Select(s => new TrainingSample(features.Of(s.Counts), FanClasses.IndexOf(recipe.Learns, s.File.Conditions), (float)(shares[s.File] * scale)))];
    }

    private IEnumerable<FanFile> Used(IReadOnlyList<FanFile> files) => files.Where(f => WeightOf(f) > 0);

    private double WeightOf(FanFile file) => file.Conditions.IsMoving ? recipe.MovingFileWeight
        : file.Conditions.State == MachineState.Fault ? recipe.FaultFileWeight : 1;
}
