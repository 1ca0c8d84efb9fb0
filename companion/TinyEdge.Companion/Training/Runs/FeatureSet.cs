using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training.Runs;

/// <summary>A front end whose quantiser was fitted to training signals, and the features that the device would make with it.</summary>
public sealed class FeatureSet
{
    private const sbyte ZeroPoint = 0;

    // Recordings that one worker takes at a time.
    private const int BlockRecordings = 64;

    private readonly NetworkRecipe _recipe;

    private FeatureSet(NetworkRecipe recipe, byte[] section)
    {
        _recipe = recipe;
        Section = section;
        FrontEndOptions front = recipe.FrontEnd;
        Input = new TensorSpec("features", front.Frames, 1, front.FeaturesPerFrame, (float)recipe.InputScale, ZeroPoint);
    }

    /// <summary>The front-end section of the model.</summary>
    public byte[] Section { get; }

    /// <summary>The network's input on the device.</summary>
    public TensorSpec Input { get; }

    /// <summary>Takes the statistics of training signals.</summary>
    /// <exception cref="FrontEndException">The recipe's front end cannot be built.</exception>
    public static FeatureSet Fit(NetworkRecipe recipe, IReadOnlyList<Recording> signals)
    {
        FrontEndBuilder builder = new(recipe.FrontEnd);
        byte[] plain = builder.BuildForStatistics();
        int[][][] values = InParallel(signals, () => new FixedFrontEnd(plain), (frontEnd, signal) => frontEnd.Values(Counts(recipe, signal)));
        FeatureStatistics statistics = new(recipe.FrontEnd.FeaturesPerFrame);
        foreach (int[] row in values.SelectMany(rows => rows))
        {
            statistics.Add(row);
        }

        return new FeatureSet(recipe, builder.Build(FeatureQuantization.Standardise(statistics, recipe.InputScale, ZeroPoint)));
    }

    /// <summary>(frames, features) of each signal, dequantised; on all processors, each signal by itself.</summary>
    /// <exception cref="TrainingException">A signal is shorter than the network's frames.</exception>
    public float[][] Of(IReadOnlyList<Recording> signals) =>
        InParallel(signals, () => new DeviceFeatures(Section, _recipe.InputScale, ZeroPoint), (features, signal) => features.Of(Counts(_recipe, signal)));

    private static short[] Counts(NetworkRecipe recipe, Recording signal)
    {
        FrontEndOptions front = recipe.FrontEnd;
        return signal.SampleRateHz == front.SampleRate && signal.Axes == front.Axes
            ? signal.ToCounts(front.FixedPointScale)
            : throw new TrainingException(
                $"Recording {signal.Name} does not fit the recipe.", $"It has {signal.Axes} axes at {signal.SampleRateHz} Hz, the front end takes {front.Axes} at {front.SampleRate} Hz.",
                "Correct the front end of the recipe, or record again.");
    }

    private static T[] InParallel<TWorker, T>(IReadOnlyList<Recording> signals, Func<TWorker> worker, Func<TWorker, Recording, T> work)
    {
        T[] results = new T[signals.Count];
        int blocks = (signals.Count + BlockRecordings - 1) / BlockRecordings;
        try
        {
            Parallel.For(0, blocks, block =>
            {
                TWorker own = worker();
                for (int i = block * BlockRecordings; i < Math.Min((block + 1) * BlockRecordings, results.Length); i++)
                {
                    results[i] = work(own, signals[i]);
                }
            });
        }
        catch (AggregateException error) when (error.InnerException is TinyEdgeException inner)
        {
            throw inner;
        }

        return results;
    }
}
