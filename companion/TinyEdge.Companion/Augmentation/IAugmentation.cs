using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// One thing that happens to signals in the field. Uses additions, multiplications, divisions and square roots only, which are the same on every
/// machine: the same seed gives the same bits. Severity 0 changes nothing.
/// </summary>
public interface IAugmentation
{
    /// <summary>Name in recipes and reports, such as <c>noise-white</c>.</summary>
    string Name { get; }

    /// <summary>What a severity is in physical units, such as <c>SNR 20 dB</c>.</summary>
    /// <param name="severity">0 to 1.</param>
    string Describe(double severity);

    /// <summary>Changes the signal in place.</summary>
    /// <param name="severity">0 to 1: how much; signs and directions come from <paramref name="random"/>.</param>
    void Apply(SignalBuffer signal, double severity, TrainingRandom random);
}
