using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training;

/// <summary>A model ready for a bundle, and the float network that it was made from.</summary>
/// <param name="Component">Bytes of the model component.</param>
/// <param name="Epochs">Passes over the training set.</param>
public sealed record TrainedModel(byte[] Component, DenseNetwork Network, DeviceFeatures Features, NetworkModel Quantized, int Epochs);

/// <summary>
/// From recordings to a model component: the front end's quantiser from training statistics, a float network on the
/// device's own int8 features, INT8 weights afterwards.
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
        return Build(files, FanSplit.Training, (samples, _) => (DenseTrainer.Train(samples, s_labels.Length, Options with { Epochs = fitted.Epochs }), fitted.Epochs));
    }

    /// <summary>The model of the first step alone; the tuning part is new to it.</summary>
    public TrainedModel Fit(IReadOnlyList<FanFile> files) => Build(files, FanSplit.Fitting, (samples, features) => FitEarly(samples, features, files));

    /// <summary>The float network's verdicts, on the same int8 features.</summary>
    public static IReadOnlyList<Verdict> JudgeFloat(TrainedModel model, IEnumerable<LabelledRecording> recordings, int countsPerUnit) =>
        [.. recordings.Select(r =>
        {
            float[] probabilities = model.Network.Predict(model.Features.MeanFrame(r.Recording.ToCounts(countsPerUnit)));
            return new Verdict(r.Conditions, (MachineState)Array.IndexOf(probabilities, probabilities.Max()), probabilities[(int)MachineState.Fault]);
        })];

    private TrainerOptions Options => recipe.Trainer with { Seed = seed };

    private TrainedModel Build(
        IReadOnlyList<FanFile> files, Func<FanFile, IEnumerable<Recording>> part, Func<IReadOnlyList<TrainingSample>, DeviceFeatures, (DenseNetwork Network, int Epochs)> train)
    {
        List<(short[] Counts, FanFile File)> signals = Signals(files, part);
        byte[] section = BuildFrontEnd(signals.Select(s => s.Counts));
        DeviceFeatures features = new(section, recipe.InputScale, ZeroPoint);
        List<TrainingSample> samples = Samples(signals, features);
        (DenseNetwork network, int epochs) = train(samples, features);
        TensorSpec input = new("features", recipe.FrontEnd.Frames, 1, recipe.FrontEnd.FeaturesPerFrame, (float)recipe.InputScale, ZeroPoint);
        NetworkModel quantized = PostTrainingQuantizer.Quantize(network, input, [.. samples.Select(s => s.Features)]);
        return new TrainedModel(ModelWriter.Write(quantized, s_labels, section), network, features, quantized, epochs);
    }

    private (DenseNetwork Network, int Epochs) FitEarly(IReadOnlyList<TrainingSample> samples, DeviceFeatures features, IReadOnlyList<FanFile> files)
    {
        List<(short[] Counts, FanFile File)> tuning = [.. Used(files).SelectMany(f => FanSplit.Tuning(f).Select(r => (ToCounts(r.Values), f)))];
        TrainingResult result = DenseTrainer.Train(samples, Samples(tuning, features), s_labels.Length, Options);
        return (result.Network, result.Epochs);
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
        return [.. signals.Select(s => new TrainingSample(features.MeanFrame(s.Counts), (int)s.File.Conditions.State, (float)(shares[s.File] * scale)))];
    }

    private IEnumerable<FanFile> Used(IReadOnlyList<FanFile> files) => files.Where(f => WeightOf(f) > 0);

    private double WeightOf(FanFile file) => file.Conditions.IsMoving ? recipe.MovingFileWeight
        : file.Conditions.State == MachineState.Fault ? recipe.FaultFileWeight : 1;

    private short[] ToCounts(float[] values) => new Recording("", recipe.FrontEnd.SampleRate, recipe.FrontEnd.Axes, values).ToCounts(recipe.FrontEnd.FixedPointScale);
}
