using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training.Study;

/// <summary>
/// What a fan without a weight looks like: an autoencoder of single frames. The score of a recording is the mean squared
/// error with which its frames are given back; nothing faulty is needed to train it.
/// </summary>
internal sealed class NormalFrames
{
    private const sbyte ZeroPoint = 0;
    private readonly FixedFrontEnd _frontEnd;
    private readonly TensorSpec _input;
    private readonly TensorSpec _output;
    private readonly FloatNetwork _network;
    private readonly NetworkRunner _runner;

    private NormalFrames(byte[] section, TensorSpec input, FloatNetwork network, NetworkModel quantized)
    {
        _frontEnd = new FixedFrontEnd(section);
        _input = input;
        _output = quantized.Output;
        _network = network;
        _runner = new NetworkRunner(quantized);
    }

    /// <param name="recipe">Layers up to, but without, the one that gives the frame back; weights of files are not used.</param>
    /// <param name="files">Faulty and moving ones are left out.</param>
    public static NormalFrames Train(TrainingRecipe recipe, IReadOnlyList<FanFile> files, int seed)
    {
        IEnumerable<FanFile> normal = files.Where(f => f.Conditions.State != MachineState.Fault && !f.Conditions.IsMoving);
        List<(short[] Counts, FanFile File)> signals = FanSignals.Of(normal, FanSplit.Training, recipe.Augmentation, recipe.FrontEnd, new TrainingRandom((ulong)seed + 1000));
        byte[] section = FanSignals.Standardise(recipe.FrontEnd, signals.Select(s => s.Counts), recipe.InputScale, ZeroPoint);
        int features = recipe.FrontEnd.FeaturesPerFrame;
        TensorSpec input = TensorSpec.Vector("features", features, (float)recipe.InputScale, ZeroPoint);
        FixedFrontEnd frontEnd = new(section);
        TrainingSample[] samples = [.. signals.SelectMany(s => frontEnd.Features(s.Counts)).Select(frame => new TrainingSample(Real(frame, input), 0, 1))];
        FloatNetwork network = new(new TensorShape(1, 1, features), [.. recipe.Layers, new DensePlan(features, Activation.None)]);
        TrainingResult result = NetworkTrainer.Train(network, input, samples, [], recipe.Trainer with { Seed = seed });
        IReadOnlyList<ActivationRange> ranges = result.Ranges ?? RangeCalibration.Of(network, samples.Select(s => s.Features));
        return new NormalFrames(section, input, network, Int8Converter.Convert(network, input, ranges));
    }

    /// <summary>How far a recording is from normal: in float, and with the device's engine.</summary>
    public (double Float, double Int8) Score(Recording recording)
    {
        sbyte[][] frames = _frontEnd.Features(recording.ToCounts(_frontEnd.Config.FixedPointScale));
        double asFloat = 0;
        double int8 = 0;
        foreach (sbyte[] frame in frames)
        {
            float[] real = Real(frame, _input);
            asFloat += Distance(real, _network.Predict(real));
            int8 += Distance(real, Real(_runner.Run(frame), _output));
        }

        return (asFloat / frames.Length, int8 / frames.Length);
    }

    private static float[] Real(sbyte[] values, TensorSpec tensor) => [.. values.Select(q => (float)tensor.Dequantize(q))];

    private static double Distance(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum / a.Length;
    }
}
