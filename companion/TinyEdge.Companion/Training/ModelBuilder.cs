using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>A model ready for a bundle, and the float network that it was made from.</summary>
/// <param name="Component">Bytes of the model component.</param>
/// <param name="Ranges">Of the layers with weights: learnt, or measured after training.</param>
/// <param name="Epochs">Passes over the training set.</param>
public sealed record TrainedModel(
    byte[] Component, FloatNetwork Network, DeviceFeatures Features, NetworkModel Quantized, IReadOnlyList<ActivationRange> Ranges, int Epochs);

/// <summary>
/// From recordings to a model component: the front end's quantiser from training statistics, a float network on the
/// device's own int8 features, quantised in the loop or afterwards.
/// </summary>
public sealed class ModelBuilder(TrainingRecipe recipe, int seed)
{
    private const sbyte ZeroPoint = 0;
    private static readonly string[] s_labels = [.. Enum.GetNames<MachineState>().Select(n => n.ToLowerInvariant())];

    /// <summary>
    /// Fits on the first four fifths of the training part, stops where the last fifth says so, then fits again on all of it for as
    /// many passes, its learning rate falling to 0 over them: the newest training recordings, the nearest to what will come, are not wasted.
    /// </summary>
    public TrainedModel Build(IReadOnlyList<FanFile> files)
    {
        TrainedModel fitted = Fit(files);
        return Build(files, FanSplit.Training, (samples, _) => NetworkTrainer.Train(Untrained(), Input, samples, [], Options with { Epochs = fitted.Epochs }));
    }

    /// <summary>The model of the first step alone; the tuning part is new to it.</summary>
    public TrainedModel Fit(IReadOnlyList<FanFile> files) => Build(files, FanSplit.Fitting, (samples, features) => FitEarly(samples, features, files));

    /// <summary>The float network's verdicts, on the same int8 features.</summary>
    public static IReadOnlyList<Verdict> JudgeFloat(TrainedModel model, IEnumerable<LabelledRecording> recordings, int countsPerUnit) =>
        [.. recordings.Select(r =>
        {
            float[] probabilities = model.Network.Predict(model.Features.Of(r.Recording.ToCounts(countsPerUnit)));
            return new Verdict(r.Conditions, (MachineState)Array.IndexOf(probabilities, probabilities.Max()), probabilities[(int)MachineState.Fault]);
        })];

    private TrainerOptions Options => recipe.Trainer with { Seed = seed };

    private TensorSpec Input => new("features", recipe.FrontEnd.Frames, 1, recipe.FrontEnd.FeaturesPerFrame, (float)recipe.InputScale, ZeroPoint);

    private FloatNetwork Untrained() => new(
        new TensorShape(recipe.FrontEnd.Frames, 1, recipe.FrontEnd.FeaturesPerFrame),
        [.. recipe.Layers, new DensePlan(s_labels.Length, Activation.None), new SoftmaxPlan()]);

    private TrainedModel Build(
        IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part, Func<IReadOnlyList<TrainingSample>, DeviceFeatures, TrainingResult> train)
    {
        List<(short[] Counts, FanFile File)> signals = Signals(files, part);
        byte[] section = BuildFrontEnd(signals.Select(s => s.Counts));
        DeviceFeatures features = new(section, recipe.InputScale, ZeroPoint);
        List<TrainingSample> samples = Samples(signals, features);
        TrainingResult result = train(samples, features);
        IReadOnlyList<ActivationRange> ranges = result.Ranges ?? RangeCalibration.Of(result.Network, samples.Select(s => s.Features));
        NetworkModel quantized = Int8Converter.Convert(result.Network, Input, ranges);
        return new TrainedModel(ModelWriter.Write(quantized, s_labels, section), result.Network, features, quantized, ranges, result.Epochs);
    }

    private TrainingResult FitEarly(IReadOnlyList<TrainingSample> samples, DeviceFeatures features, IReadOnlyList<FanFile> files)
    {
        List<(short[] Counts, FanFile File)> tuning = [.. Used(files).SelectMany(f => FanSplit.Tuning(f).Select(r => (ToCounts(r.Values), f)))];
        return NetworkTrainer.Train(Untrained(), Input, samples, Samples(tuning, features), Options);
    }

    private byte[] BuildFrontEnd(IEnumerable<short[]> signals)
    {
        FrontEndBuilder builder = new(recipe.FrontEnd);
        FixedFrontEnd frontEnd = new(builder.BuildForStatistics());
        FeatureStatistics statistics = new(recipe.FrontEnd.FeaturesPerFrame);
        foreach (short[] signal in signals)
        {
            frontEnd.Measure(signal, statistics);
        }

        return builder.Build(FeatureQuantization.Standardise(statistics, recipe.InputScale, ZeroPoint));
    }

    private List<(short[] Counts, FanFile File)> Signals(IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part)
    {
        TrainingRandom random = new((ulong)seed + 1000);
        List<(short[], FanFile)> signals = [];
        foreach (FanFile file in Used(files))
        {
            foreach (Recording recording in part(file))
            {
                signals.Add((ToCounts(recording.Values), file));
                for (int copy = 0; copy < recipe.Augmentation.Copies; copy++)
                {
                    signals.Add((ToCounts(recipe.Augmentation.Apply(recording.Values, random)), file));
                }
            }
        }

        return signals;
    }

    // Every file weighs what the recipe says, however many recordings it has; the average weight of a sample is 1.
    private List<TrainingSample> Samples(List<(short[] Counts, FanFile File)> signals, DeviceFeatures features)
    {
        Dictionary<FanFile, double> shares = signals.GroupBy(s => s.File).ToDictionary(g => g.Key, g => WeightOf(g.Key) / g.Count());
        double scale = signals.Count / signals.Sum(s => shares[s.File]);
        return [.. signals.Select(s => new TrainingSample(features.Of(s.Counts), (int)s.File.Conditions.State, (float)(shares[s.File] * scale)))];
    }

    private IEnumerable<FanFile> Used(IReadOnlyList<FanFile> files) => files.Where(f => WeightOf(f) > 0);

    private double WeightOf(FanFile file) => file.Conditions.IsMoving ? recipe.MovingFileWeight
        : file.Conditions.State == MachineState.Fault ? recipe.FaultFileWeight : 1;

    private short[] ToCounts(float[] values) => new Recording("", recipe.FrontEnd.SampleRate, recipe.FrontEnd.Axes, values).ToCounts(recipe.FrontEnd.FixedPointScale);
}
