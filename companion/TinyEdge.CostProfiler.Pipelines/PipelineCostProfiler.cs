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
    public const int DefaultWindows = 1000;

    /// <param name="parts">The pipeline; its golden vectors are not used.</param>
    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="signals">Interleaved x, y, z in counts, without an end, played one after the other without a gap; see <see cref="SignalMix"/>.</param>
    /// <param name="windows">Windows to count.</param>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline.</exception>
    /// <exception cref="ArgumentException">The signals have an end.</exception>
    public static PipelineCost Run(PipelineParts parts, string origin, IEnumerable<short[]> signals, int windows = DefaultWindows) =>
        Run(parts, origin, signals, windows, isPlain: false);

    /// <summary>The same pipeline with plain weights and the plain kernels, to compare with: plain spectrum, dense, depthwise and pooling by definition.</summary>
    public static PipelineCost RunPlain(PipelineParts parts, string origin, IEnumerable<short[]> signals, int windows = DefaultWindows) =>
        Run(BundlePlanner.Plain(parts), origin, signals, windows, isPlain: true);

    private static PipelineCost Run(PipelineParts parts, string origin, IEnumerable<short[]> signals, int windows, bool isPlain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windows, 1);
        Network network = (parts with { GoldenVectors = null }).Prepare(out _, origin).Network;
        lock (DeviceImage.Gate)
        {
            InstrumentedImage image = DeviceImage.Shared;
            IPipelineProbe probe = image.Create<IPipelineProbe>(
                typeof(PipelineProbe), parts.Model, parts.Thresholds, parts.Calibration, parts.CalibrationOwner(), PipelineParts.UnlimitedBytes, isPlain);
            using SampleStream samples = new(signals);
            HopCounter counter = new(image, probe, PipelineRunner.BurstSamples, windows);
            counter.Fill(samples);
            return Summarise(counter, network, image.Measure(() => counter.Run(samples)));
        }
    }

    private static PipelineCost Summarise(HopCounter counter, Network network, CostCount count)
    {
        return new PipelineCost(
            counter.Hop.Windows,
            counter.Hop.Summarise(null, network.Macs),
            [.. counter.Stages.Select(stage => stage.Summarise(null, stage.Name == StageNames.Network ? network.Macs : 0))],
            [.. counter.Axes.Select(axis => axis.Summarise(null, 0))],
            [.. counter.Layers.Select((layer, i) => layer.Summarise(i, network.LayerMacs(i)))],
            count.Allocations,
            count.AllocatedBytes,
            count.MaxCallDepth,
            count.MaxStackBytes,
            count.ByMethod());
    }
}
