using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>Makes the copies of a plan. A copy depends on plan, seed, recording and number only: the order in which they are made does not matter.</summary>
internal sealed class Augmenter
{
    private readonly (AugmentationStep Step, IAugmentation Effect)[] _steps;
    private readonly ulong _seed;

    /// <param name="training">Where recorded noise comes from.</param>
    public Augmenter(AugmentationPlan plan, ulong seed, IReadOnlyList<DataRecording> training)
    {
        _seed = seed;
        _steps = [.. plan.Require("The augmentation").Steps.Select(step => (step, EffectOf(step, training)))];
    }

    /// <param name="number">1 and on.</param>
    public Recording Copy(DataRecording recording, int number)
    {
        TrainingRandom random = new(SeedOf(recording.Id, number));
        SignalBuffer buffer = new(recording.Signal);
        foreach ((AugmentationStep step, IAugmentation effect) in _steps)
        {
            bool happens = random.NextUnit() < step.Probability;
            double severity = step.From + (random.NextUnit() * (step.To - step.From));
            if (happens)
            {
                effect.Apply(buffer, severity, random);
            }
        }

        return buffer.ToRecording();
    }

    private static IAugmentation EffectOf(AugmentationStep step, IReadOnlyList<DataRecording> training)
    {
        if (step.NoiseLabel is null)
        {
            return AugmentationEffects.Find(step.Effect)!;
        }

        Recording[] noise = [.. training.Where(r => r.Label == step.NoiseLabel).Select(r => r.Signal)];
        return noise.Length > 0
            ? new RecordedNoise(noise)
            : throw new TinyEdgeException(ExitCode.BadInput, "The augmentation cannot be applied.", $"No training recording has the label '{step.NoiseLabel}' that {step.Effect} takes its noise from.", "Name a class of the set in noiseLabel, or import recordings of the surroundings.");
    }

    // FNV-1a over the id (Fowler, Noll, Vo): a string's own hash differs from run to run.
    private ulong SeedOf(string id, int number)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in id)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        return (hash ^ (ulong)number) * 1099511628211 ^ _seed;
    }
}
