using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// Adds a recording of the surroundings, begun at a random place and repeated when it is too short: severity 0 to 1 is an SNR of 40 to 0 dB.
/// In training the noise must come from training recordings too.
/// </summary>
public sealed class RecordedNoise : IAugmentation
{
    public const string EffectName = "noise-recorded";

    private readonly IReadOnlyList<Recording> _noise;

    /// <param name="noise">One or more, with as many axes as the signals.</param>
    public RecordedNoise(IReadOnlyList<Recording> noise)
    {
        if (noise.Count == 0 || noise.Any(n => n.SampleCount == 0))
        {
            throw new ArgumentException("There is no noise in it.", nameof(noise));
        }

        _noise = noise;
    }

    public string Name => EffectName;

    public string Describe(double severity) => AddedNoise.Describe(severity);

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        Recording source = _noise[random.NextIndex(_noise.Count)];
        if (source.Axes != signal.Axes)
        {
            throw new ArgumentException($"The noise has {source.Axes} axes, the signal {signal.Axes}.", nameof(signal));
        }

        double[] means = new SignalBuffer(source).Means();
        int start = random.NextIndex(source.SampleCount);
        double[] noise = new double[signal.Values.Length];
        for (int i = 0; i < noise.Length; i++)
        {
            int sample = (start + (i / signal.Axes)) % source.SampleCount;
            noise[i] = source.Values[(sample * signal.Axes) + (i % signal.Axes)] - means[i % signal.Axes];
        }

        AddedNoise.Add(signal, noise, severity);
    }
}
