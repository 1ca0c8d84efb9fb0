using TinyEdge.Runtime.Sensing;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Faults.Soak;

/// <summary>The simulated fan in each of its states as int16 samples, made once: a soak plays them over and over.</summary>
internal sealed class SoakSignal
{
    /// <summary>Samples of three axes a state; no multiple of a window, so that windows do not repeat at once.</summary>
    private const int Length = 20011;

    private readonly short[][] _states;

    public SoakSignal(int sampleRateHz)
    {
        _states = [.. Enum.GetValues<MachineState>().Select(state => Make(state, sampleRateHz))];
    }

    public static int StateCount { get; } = Enum.GetValues<MachineState>().Length;

    /// <summary>Copies the n-th sample of a state.</summary>
    public void Sample(int state, long n, Span<short> xyz) => _states[state].AsSpan(3 * (int)(n % Length), 3).CopyTo(xyz);

    private static short[] Make(MachineState state, int sampleRateHz)
    {
        VibrationSimulator fan = new(new FanMachine(FanSpeed.Medium), new VibrationSimulatorOptions { InitialState = state });
        short[] samples = new short[3 * Length];
        for (int i = 0; i < Length; i++)
        {
            fan.Sample((long)(i * 1e6 / sampleRateHz), out double x, out double y, out double z);
            samples[3 * i] = Counts(x);
            samples[(3 * i) + 1] = Counts(y);
            samples[(3 * i) + 2] = Counts(z);
        }

        return samples;
    }

    private static short Counts(double g) => (short)Math.Clamp(Math.Round(g * AccelScale.LsbPerG), short.MinValue, short.MaxValue);
}
