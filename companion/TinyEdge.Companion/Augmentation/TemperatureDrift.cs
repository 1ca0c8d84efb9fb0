using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// The sensor at another temperature, which goes on changing slowly: severity 0 to 1 is 0 to 50 K away from where it was calibrated, reached at the
/// end of the recording from half of it at the start. Offset of each axis up to 1 mg/K and sensitivity 0.05 %/K, as data sheets of the ADXL345
/// (0.4 to 1.2 mg/K, 0.01 %/K) and of cheaper parts have it.
/// </summary>
public sealed class TemperatureDrift : IAugmentation
{
    private const double LargestKelvin = 50;
    private const double OffsetPerKelvin = 0.001;
    private const double GainPerKelvin = 0.0005;

    public string Name => "temperature";

    public string Describe(double severity) => FormattableString.Invariant($"+-{LargestKelvin * severity:0.#} K");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double kelvin = (random.NextSigned() < 0 ? -1 : 1) * LargestKelvin * severity;
        double[] offsets = new double[signal.Axes];
        for (int axis = 0; axis < signal.Axes; axis++)
        {
            offsets[axis] = random.NextSigned() * OffsetPerKelvin;
        }

        for (int i = 0; i < signal.Values.Length; i++)
        {
            double warmth = kelvin * (0.5 + (0.5 * (i / signal.Axes) / signal.SampleCount));
            signal.Values[i] = (signal.Values[i] * (1 + (GainPerKelvin * warmth))) + (offsets[i % signal.Axes] * warmth);
        }
    }
}
