using TinyEdge.Companion.Recordings;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.VirtualDevice.Vibration;
using FanSpeed = TinyEdge.VirtualDevice.Vibration.FanSpeed;
using MachineState = TinyEdge.VirtualDevice.Vibration.MachineState;

namespace TinyEdge.Benchmarks.Cost;

/// <summary>Real signals, if the recordings are there, else those of the virtual device's fan; and a stream that mixes them with adversarial ones.</summary>
internal sealed class CostInputs
{
    private const int CountsPerG = 4096;
    private const int SecondsOfFan = 40;

    private readonly IReadOnlyList<short[]> _real;

    /// <param name="count">Inputs a line.</param>
    public CostInputs(int count)
    {
        Count = count;
        string? folder = Find();
        _real = folder is null ? VirtualFan() : Recorded(folder);
        Origin = folder is null ? "signals of the virtual device's fan (the recordings are not there)" : $"{_real.Count:N0} recordings";
    }

    public int Count { get; }

    /// <summary>What is real in the mix.</summary>
    public string Origin { get; }

    /// <summary>Without an end; half real, half synthetic and adversarial.</summary>
    public IEnumerable<short[]> Signals => SignalMix.Mixed(_real);

    /// <summary>Windows of <paramref name="values"/> consecutive values of the mix, all axes as they lie.</summary>
    public IEnumerable<short[]> Bursts(int values) => Cut(Signals, values).Take(Count);

    /// <summary>Windows of one axis of the mix.</summary>
    public IEnumerable<short[]> AxisWindows(int samples) =>
        Bursts(3 * samples).Select((window, i) => window.Where((_, at) => at % 3 == i % 3).ToArray());

    /// <summary>int8 vectors: the upper bytes of the mix, with the extremes among them.</summary>
    public IEnumerable<sbyte[]> Vectors(int length) => Bursts(length).Select((window, i) => (i % 50) switch
    {
        0 => Filled(length, (_, _) => sbyte.MinValue),
        1 => Filled(length, (_, _) => sbyte.MaxValue),
        2 => Filled(length, (at, _) => at % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue),
        _ => i % 2 == 0 ? Filled(length, (at, _) => (sbyte)(window[at] >> 8)) : Filled(length, (_, random) => (sbyte)random.Next(-128, 128), i),
    });

    private static sbyte[] Filled(int length, Func<int, Random, sbyte> value, int seed = 0)
    {
        Random random = new(seed);
        sbyte[] vector = new sbyte[length];
        for (int i = 0; i < length; i++)
        {
            vector[i] = value(i, random);
        }

        return vector;
    }

    private static IEnumerable<short[]> Cut(IEnumerable<short[]> signals, int values)
    {
        short[] window = new short[values];
        int filled = 0;
        foreach (short[] signal in signals)
        {
            for (int at = 0; at < signal.Length;)
            {
                int count = Math.Min(values - filled, signal.Length - at);
                Array.Copy(signal, at, window, filled, count);
                at += count;
                filled += count;
                if (filled == values)
                {
                    yield return (short[])window.Clone();
                    filled = 0;
                }
            }
        }
    }

    private static IReadOnlyList<short[]> Recorded(string folder) =>
        [.. FanVibrationLayout.Load(folder).SelectMany(file => file.Recordings).Select(recording => recording.ToCounts(CountsPerG, out _))];

    private static IReadOnlyList<short[]> VirtualFan()
    {
        List<short[]> signals = [];
        foreach (MachineState state in Enum.GetValues<MachineState>())
        {
            VibrationSimulator fan = new(new FanMachine(FanSpeed.Medium), new VibrationSimulatorOptions { InitialState = state });
            signals.AddRange(Enumerable.Range(0, SecondsOfFan).Select(second => Second(fan, second)));
        }

        return signals;
    }

    private static short[] Second(VibrationSimulator fan, int second)
    {
        short[] signal = new short[3 * FanVibrationLayout.SampleRateHz];
        for (int i = 0; i < FanVibrationLayout.SampleRateHz; i++)
        {
            fan.Sample((second * 1_000_000L) + (i * 1_000_000L / FanVibrationLayout.SampleRateHz), out double x, out double y, out double z);
            (signal[3 * i], signal[(3 * i) + 1], signal[(3 * i) + 2]) = (Counts(x), Counts(y), Counts(z));
        }

        return signal;
    }

    private static short Counts(double g) => (short)Math.Clamp(Math.Round(g * CountsPerG), short.MinValue, short.MaxValue);

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("TINYEDGE_DATA");
        IEnumerable<string> candidates = string.IsNullOrEmpty(named) ? Above().Select(folder => Path.Combine(folder, "shared", "data")) : [named];
        return candidates.Select(data => Path.Combine(data, "fan-vibration")).FirstOrDefault(FanVibrationLayout.IsFanFolder);
    }

    private static IEnumerable<string> Above()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }
}
