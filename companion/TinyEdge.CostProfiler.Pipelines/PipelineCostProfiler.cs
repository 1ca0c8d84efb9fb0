using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>
/// Counts what the device executes for every window of a pipeline: samples pushed in bursts of the sensor's FIFO, features, network,
/// decision. Exact and the same on every machine.
/// </summary>
public static class PipelineCostProfiler
{
    /// <summary>Windows that tell enough before a bundle is signed.</summary>
    public const int CheckWindows = 300;

    public const int DefaultWindows = 1000;

    /// <param name="parts">The pipeline; its golden vectors are not used.</param>
    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="signals">Interleaved x, y, z in counts, played one after the other without a gap, over and over.</param>
    /// <param name="windows">Windows to count.</param>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline.</exception>
    public static PipelineCost Run(PipelineParts parts, string origin, IReadOnlyList<short[]> signals, int windows = DefaultWindows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windows, 1);
        InferenceRuntime original = (parts with { GoldenVectors = null }).Prepare(out _, origin);
        if (!signals.Any(signal => signal.Length / 3 >= original.Features.Config.HopLength))
        {
            throw new ArgumentException("At least one signal is as long as a hop.", nameof(signals));
        }

        lock (DeviceImage.Gate)
        {
            return Run(parts, original, signals, windows);
        }
    }

    private static PipelineCost Run(PipelineParts parts, InferenceRuntime original, IReadOnlyList<short[]> signals, int windows)
    {
        InstrumentedImage image = DeviceImage.Shared;
        IPipelineProbe probe = image.Create<IPipelineProbe>(
            typeof(PipelineProbe), parts.Model, parts.Thresholds, parts.Calibration, parts.CalibrationOwner(), PipelineParts.UnlimitedBytes);
        HopCounter counter = new(image, probe, PipelineRunner.BurstSamples, windows);
        int filled = 0;
        for (int signal = 0; !probe.IsReady && filled < probe.SamplesToFirstInference - probe.HopSamples; signal = (signal + 1) % signals.Count)
        {
            filled += counter.Fill(signals[signal], filled);
        }

        CostCount count = image.Measure(() =>
        {
            for (int signal = 0; !counter.IsFull; signal = (signal + 1) % signals.Count)
            {
                counter.Play(signals[signal]);
            }
        });
        return Summarise(counter, original.Network, count);
    }

    private static PipelineCost Summarise(HopCounter counter, Network network, CostCount count)
    {
        int windows = counter.Windows;
        return new PipelineCost(
            windows,
            counter.Hop.Summarise(windows, null, network.Macs),
            [.. counter.Stages.Select(stage => stage.Summarise(windows, null, stage.Name == "Network" ? network.Macs : 0))],
            [.. counter.Axes.Select(axis => axis.Summarise(windows, null, 0))],
            [.. counter.Layers.Select((layer, i) => layer.Summarise(windows, i, network.LayerMacs(i)))],
            count.Allocations,
            count.AllocatedBytes,
            count.MaxCallDepth,
            count.MaxStackBytes,
            count.ByMethod());
    }
}
