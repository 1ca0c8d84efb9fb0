using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Augmentation;

/// <summary>
/// The machine runs faster or slower: the recording is resampled, severity 0 to 1 is 0 to 20 percent. What a faster one lacks at its end
/// comes from its own end, mirrored. Interpolated by a sinc under a Hann window of eight zero crossings a side (Smith and Gossett 1984), its cut-off lowered where
/// frequencies would pass half the rate.
/// </summary>
public sealed class SpeedChange : IAugmentation
{
    private const double Largest = 0.2;
    private const int Crossings = 8;
    private const int Steps = 512;
    private static readonly double[] s_kernel = Kernel();

    public string Name => "speed";

    public string Describe(double severity) => FormattableString.Invariant($"speed +-{100 * Largest * severity:0.#} %");

    public void Apply(SignalBuffer signal, double severity, TrainingRandom random)
    {
        double sign = random.NextSigned() < 0 ? -1 : 1;
        if (severity == 0 || signal.SampleCount < 2)
        {
            return;
        }

        double factor = 1 + (sign * Largest * severity);
        double cutOff = Math.Min(1, 1 / factor);
        double[] source = [.. signal.Values];
        for (int i = 0; i < signal.SampleCount; i++)
        {
            Interpolate(source, signal, i, i * factor, cutOff);
        }
    }

    private static void Interpolate(double[] source, SignalBuffer signal, int target, double position, double cutOff)
    {
        double reach = Crossings / cutOff;
        int first = (int)Math.Ceiling(position - reach);
        int last = (int)Math.Floor(position + reach);
        int axes = signal.Axes;
        double weights = 0;
        Array.Clear(signal.Values, target * axes, axes);
        for (int k = first; k <= last; k++)
        {
            double weight = At(Math.Abs(position - k) * cutOff);
            weights += weight;
            int from = Mirror(k, signal.SampleCount) * axes;
            for (int axis = 0; axis < axes; axis++)
            {
                signal.Values[(target * axes) + axis] += weight * source[from + axis];
            }
        }

        for (int axis = 0; axis < axes; axis++)
        {
            signal.Values[(target * axes) + axis] /= weights;
        }
    }

    private static int Mirror(int index, int count)
    {
        int period = 2 * (count - 1);
        int within = ((index % period) + period) % period;
        return within < count ? within : period - within;
    }

    private static double At(double distance)
    {
        double place = distance * Steps;
        int step = (int)place;
        return step >= Crossings * Steps ? 0 : s_kernel[step] + ((place - step) * (s_kernel[step + 1] - s_kernel[step]));
    }

    private static double[] Kernel()
    {
        double[] kernel = new double[(Crossings * Steps) + 1];
        kernel[0] = 1;
        for (int i = 1; i < kernel.Length; i++)
        {
            double x = Math.PI * i / Steps;
            kernel[i] = DeterministicSine.Sin(x) / x * (0.5 + (0.5 * DeterministicSine.Cos(x / Crossings)));
        }

        return kernel;
    }
}
