using System.Diagnostics;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Companion.Profiling;

/// <summary>
/// Runs the device's own pipeline over an endless stream of samples, in bursts of one sensor FIFO as the device does, and measures it.
/// Each hop gives a window and, once the network's frames are filled, each window an inference and a decision.
/// </summary>
public sealed class PipelineProfiler
{
    /// <summary>Fewest windows from which an allocation figure is given.</summary>
    public const int MinWindows = 1000;

    public const int DefaultWindows = 5000;

    /// <summary>Long enough for the just-in-time compiler to replace its first, slow code.</summary>
    public static readonly TimeSpan DefaultWarmUp = TimeSpan.FromSeconds(0.7);

    private readonly PipelineParts _parts;
    private readonly StaticPool _pool;
    private readonly InferenceRuntime _runtime;
    private readonly int _budgetBytes;
    private readonly short[] _burst = new short[3 * PipelineRunner.BurstSamples];

    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="budgetBytes">What the pools are compared with; a pipeline over it is profiled all the same.</param>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline for another reason than its size.</exception>
    public PipelineProfiler(PipelineParts parts, string origin, int budgetBytes)
    {
        _parts = parts;
        _budgetBytes = budgetBytes;
        _runtime = parts.Prepare(out _pool, origin);
        _pool.Seal();
    }

    public PreprocessingConfig Config => _runtime.Features.Config;

    /// <summary>Samples per axis from an empty pipeline to its first inference.</summary>
    public int SamplesToFirstInference => Config.WindowSize + ((Config.Frames - 1) * Config.HopLength);

    /// <param name="signals">Interleaved x, y, z in counts; played one after the other, over and over.</param>
    /// <param name="windows">Windows to measure, <see cref="MinWindows"/> or more.</param>
    /// <param name="warmUp">How long to run before measuring; null for <see cref="DefaultWarmUp"/>.</param>
    /// <exception cref="ArgumentException">There is no sample, or an array is no whole number of samples.</exception>
    public PipelineProfile Run(IReadOnlyList<short[]> signals, int windows = DefaultWindows, TimeSpan? warmUp = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windows, MinWindows);
        if (signals.All(signal => signal.Length == 0) || signals.Any(signal => signal.Length % 3 != 0))
        {
            throw new ArgumentException("Signals are whole samples of x, y, z, at least one.", nameof(signals));
        }

        Measurement measurement = new(windows);
        WarmUp(signals, measurement, warmUp ?? DefaultWarmUp);
        long ticks = 0;
        long allocated = AllocationMeter.Measure(() =>
        {
            measurement.Clear();
            long before = Stopwatch.GetTimestamp();
            Play(signals, measurement);
            ticks = Stopwatch.GetTimestamp() - before;
        });
        return new PipelineProfile(
            _budgetBytes,
            _pool.TotalBytes,
            Enum.GetValues<PoolOwner>().Where(owner => _pool.BytesOf(owner) > 0).ToDictionary(owner => owner.ToString(), _pool.BytesOf),
            measurement.Windows,
            measurement.Inferences,
            allocated,
            _runtime.Network.Macs,
            LayerList.Read(_parts.Model, _runtime.Network),
            [measurement.FrontEnd.Summarise(), measurement.Network.Summarise(), measurement.Decide.Summarise()],
            measurement.Windows * (double)Stopwatch.Frequency / Math.Max(ticks, 1));
    }

    private void WarmUp(IReadOnlyList<short[]> signals, Measurement measurement, TimeSpan duration)
    {
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            measurement.Clear();
            Play(signals, measurement);
        }
        while (watch.Elapsed < duration);
    }

    private void Play(IReadOnlyList<short[]> signals, Measurement measurement)
    {
        for (int signal = 0; !measurement.IsFull; signal = (signal + 1) % signals.Count)
        {
            PlayOnce(signals[signal], measurement);
        }
    }

    private void PlayOnce(short[] signal, Measurement measurement)
    {
        for (int at = 0; at < signal.Length && !measurement.IsFull; at += _burst.Length)
        {
            int length = Math.Min(_burst.Length, signal.Length - at);
            Array.Copy(signal, at, _burst, 0, length);
            _runtime.Push(_burst, length / 3);
            RunWindows(measurement);
        }
    }

    private void RunWindows(Measurement measurement)
    {
        long before = Stopwatch.GetTimestamp();
        while (!measurement.IsFull && _runtime.ExtractWindow())
        {
            long extracted = Stopwatch.GetTimestamp();
            measurement.FrontEnd.Add(extracted - before);
            measurement.Windows++;
            if (_runtime.IsReady)
            {
                _runtime.RunInference();
                long inferred = Stopwatch.GetTimestamp();
                _runtime.Decide();
                long decided = Stopwatch.GetTimestamp();
                measurement.Network.Add(inferred - extracted);
                measurement.Decide.Add(decided - inferred);
                measurement.Inferences++;
            }

            before = Stopwatch.GetTimestamp();
        }
    }

    private sealed class Measurement(int capacity)
    {
        public StageTimes FrontEnd { get; } = new(PipelineStage.FrontEnd, capacity);

        public StageTimes Network { get; } = new(PipelineStage.Network, capacity);

        public StageTimes Decide { get; } = new(PipelineStage.Decide, capacity);

        public int Windows { get; set; }

        public int Inferences { get; set; }

        public bool IsFull => Windows == capacity;

        public void Clear()
        {
            FrontEnd.Clear();
            Network.Clear();
            Decide.Clear();
            Windows = 0;
            Inferences = 0;
        }
    }
}
