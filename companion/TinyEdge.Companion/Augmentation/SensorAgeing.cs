using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// A sensor, and the glue that holds it, after years. Severity 0 to 1 is 0 to 20 % of sensitivity lost, 0 to 0.1 g of offset in a random direction, 0 to 0.02 g rms of
/// white noise on each axis, and a one-pole low-pass y += a (x - y) with a from 1, no filter, down to 0.4 (-3 dB at 0.084 of the sample rate).
/// </summary>
public sealed class SensorAgeing : IAugmentation
{
    private const double GainLoss = 0.2;
    private const double OffsetG = 0.1;
    private const double NoiseG = 0.02;
    private const double Smoothing = 0.6;

    public string Name => "ageing";

    public string Describe(double severity) =>
        FormattableString.Invariant($"-{100 * GainLoss * severity:0.#} % gain, {OffsetG * severity:0.00#} g, {1000 * NoiseG * severity:0.#} mg noise, low-pass a = {1 - (Smoothing * severity):0.0#}");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        int axes = signal.Axes;
        double[] direction = RandomDirection.Of(axes, random);
        double[] state = [.. signal.Values.Take(axes)];
        double follow = 1 - (Smoothing * severity);
        for (int i = 0; i < signal.Values.Length; i++)
        {
            int axis = i % axes;
            state[axis] = follow == 1 ? signal.Values[i] : state[axis] + (follow * (signal.Values[i] - state[axis]));
            signal.Values[i] = (state[axis] * (1 - (GainLoss * severity))) + (direction[axis] * OffsetG * severity) + (random.NextNormal() * NoiseG * severity);
        }
    }
}
