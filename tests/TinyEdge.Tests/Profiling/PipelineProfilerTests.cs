using System.Diagnostics;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Profiling;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Health;

namespace TinyEdge.Tests.Profiling;

public sealed class PipelineProfilerTests
{
    private static readonly TimeSpan s_brief = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("fan-reference", 1152 + 48)]
    [InlineData("fan-baseline", 288 + 24)]
    public void Run_ShippedModel_AddsUpAndAllocatesNothing(string name, int macs)
    {
        PipelineProfile profile = Profile(name, out _);

        Assert.Equal(0, profile.AllocatedBytes);
        Assert.Equal(0, profile.AllocatedBytesPerWindow);
        Assert.Equal(PipelineProfiler.MinWindows, profile.Windows);
        Assert.Equal(profile.Windows, profile.Inferences);
        Assert.InRange(profile.PoolBytes, 1, 12288);
        Assert.Equal(profile.PoolBytes, profile.PoolBytesByOwner.Values.Sum());
        Assert.Equal(macs, profile.MacsPerInference);
        Assert.Equal(macs, profile.Layers.Sum(layer => layer.Macs));
    }

    [Fact]
    public void Run_Layers_AreThoseOfTheNetworkInOrder()
    {
        PipelineProfile profile = Profile("fan-reference", out PipelineParts parts);

        Assert.Equal(["AveragePool2D", "FullyConnected", "FullyConnected", "Softmax"], profile.Layers.Select(layer => layer.Operator));
        Assert.Equal([3 * 72, 72, 16, 3], profile.Layers.Select(layer => layer.Inputs));
        Assert.Equal(profile.Layers.Skip(1).Select(layer => layer.Inputs), profile.Layers.SkipLast(1).Select(layer => layer.Outputs));
        Assert.Equal(parts.Prepare(out _, "test").Network.OutputLength, profile.Layers[^1].Outputs);
    }

    [Fact]
    public void Run_Stages_AreTimedOncePerWindow()
    {
        PipelineProfile profile = Profile("fan-reference", out _);

        Assert.All(profile.Stages, stage => Assert.Equal(profile.Windows, stage.Runs));
        Assert.All(profile.Stages, stage => Assert.InRange(stage.MedianMicroseconds, 0, stage.WorstMicroseconds));
        double most = 1e6 / (profile.Stages[0].MedianMicroseconds / 2);
        Assert.InRange(profile.WindowsPerSecond, 1, most);
    }

    [Fact]
    public void IsWithinBudget_OneByteShort_IsFalse()
    {
        PipelineParts parts = BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-baseline")).Parts;
        parts.Prepare(out var pool, "test");

        Assert.True(Run(parts, pool.TotalBytes).IsWithinBudget);
        Assert.False(Run(parts, pool.TotalBytes - 1).IsWithinBudget);
    }

    [Fact]
    public void Run_UnusableInput_Throws()
    {
        PipelineProfiler profiler = new(BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-baseline")).Parts, "test", 12288);

        Assert.Throws<ArgumentException>(() => profiler.Run([]));
        Assert.Throws<ArgumentException>(() => profiler.Run([[]]));
        Assert.Throws<ArgumentException>(() => profiler.Run([[1, 2, 3, 4]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => profiler.Run([[1, 2, 3]], PipelineProfiler.MinWindows - 1));
    }

    /// <summary>The figure 0 means something only if this does not give 0.</summary>
    [Fact]
    public void Measure_WorkThatAllocates_CountsIt()
    {
        object? kept = null;

        Assert.InRange(AllocationMeter.Measure(() => kept = new byte[1000]), 1000, 1100);
        Assert.Equal(0, AllocationMeter.Measure(() => kept = null));
        Assert.Null(kept);
    }

    [Fact]
    public void Summarise_KnownTimes_GivesMedianAndWorst()
    {
        StageTimes times = new(PipelineStage.Network, 10);
        long microsecond = Stopwatch.Frequency / 1_000_000;
        foreach (int value in new[] { 9, 1, 3, 2 })
        {
            times.Add(value * microsecond);
        }

        Assert.Equal(new StageProfile("Network", 4, 2.5, 9), times.Summarise());

        times.Clear();
        Assert.Equal(new StageProfile("Network", 0, 0, 0), times.Summarise());
    }

    private static PipelineProfile Profile(string name, out PipelineParts parts)
    {
        parts = BundleFolder.Load(Path.Combine(Repository.Root, "models", name)).Parts;
        return Run(parts, 12288);
    }

    private static PipelineProfile Run(PipelineParts parts, int budgetBytes)
    {
        PipelineProfiler profiler = new(parts, "test", budgetBytes);
        return profiler.Run(GoldenWindows.Signals(6, profiler.SamplesToFirstInference, seed: 1), PipelineProfiler.MinWindows, s_brief);
    }
}
