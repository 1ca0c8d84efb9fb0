using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>White noise, the same on each axis on average: severity 0 to 1 is an SNR of 40 to 0 dB.</summary>
public sealed class WhiteNoise : IAugmentation
{
    public string Name => "noise-white";

    public string Describe(double severity) => AddedNoise.Describe(severity);

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double[] noise = new double[signal.Values.Length];
        for (int i = 0; i < noise.Length; i++)
        {
            noise[i] = random.NextNormal();
        }

        AddedNoise.Add(signal, noise, severity);
    }
}
