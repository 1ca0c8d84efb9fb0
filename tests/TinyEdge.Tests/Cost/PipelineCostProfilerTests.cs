using System.Security.Cryptography;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Tests.Cost;

public sealed class PipelineCostProfilerTests
{
    private const int Windows = 150;

    private static readonly Lazy<PipelineParts> s_parts = new(() => BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference")).Parts);
    private static readonly Lazy<PipelineCost> s_cost = new(() => Run(Windows));

    [Fact]
    public void Run_Stages_AddUpToTheHopInEveryWindow()
    {
        lock (DeviceImage.Gate)
        {
            PipelineParts parts = s_parts.Value;
            IPipelineProbe probe = DeviceImage.Shared.Create<IPipelineProbe>(
                typeof(PipelineProbe), parts.Model, parts.Thresholds, parts.Calibration, parts.CalibrationOwner(), PipelineParts.UnlimitedBytes, false);
            using SampleStream samples = new(SignalMix.Synthetic());
            HopCounter counter = new(DeviceImage.Shared, probe, 32, Windows);
            counter.Fill(samples);
            CostCount count = DeviceImage.Shared.Measure(() => counter.Run(samples));

            for (int window = 0; window < Windows; window++)
            {
                Assert.Equal(counter.Hop.Instructions[window], counter.Stages.Sum(stage => stage.Instructions[window]));
                Assert.InRange(counter.Axes.Sum(axis => axis.Instructions[window]), 1, counter.Stages[1].Instructions[window]);
                Assert.InRange(counter.Layers.Sum(layer => layer.Instructions[window]), 1, counter.Stages[2].Instructions[window]);
            }

            // The probe asks for hop length and readiness between the stages: counted, but in none of them.
            Assert.InRange(count.Instructions - counter.Hop.Instructions.ToArray().Sum(), 0, 30 * Windows);
            Assert.Equal(count.Instructions, count.ByMethod().Sum(method => method.Instructions));
        }
    }

    [Fact]
    public void Run_Twice_GivesTheSameCounts()
    {
        PipelineCost again = Run(Windows);

        Assert.Equal(s_cost.Value.Hop, again.Hop);
        Assert.Equal(s_cost.Value.Stages, again.Stages);
        Assert.Equal(s_cost.Value.Layers, again.Layers);
        Assert.Equal(s_cost.Value.Methods, again.Methods);
    }

    [Fact]
    public void Run_ReferenceModel_HasItsAxesAndLayersAndAllocatesNothing()
    {
        PipelineCost cost = s_cost.Value;

        Assert.Equal(Windows, cost.Windows);
        Assert.Equal([StageNames.Push, StageNames.FrontEnd, StageNames.Network, StageNames.Decide], cost.Stages.Select(stage => stage.Stage));
        Assert.Equal(["axis x", "axis y", "axis z"], cost.Axes.Select(axis => axis.Stage));
        Assert.Equal(["AveragePool2D", "FullyConnected", "FullyConnected", "Softmax"], cost.Layers.Select(layer => layer.Stage));
        Assert.Equal(1200, cost.Layers.Sum(layer => layer.Macs));
        Assert.Equal((0L, 0L), (cost.Allocations, cost.AllocatedBytes));
        Assert.InRange(cost.MaxCallDepth, 3, 20);
        Assert.InRange(cost.MaxStackBytes, cost.MaxCallDepth * StackFrameLayout.NativeFrameBytes, 4096);
        Assert.All(cost.Stages.Concat(cost.Layers).Append(cost.Hop), stage => Assert.True(stage.MinInstructions <= stage.MedianInstructions && stage.MedianInstructions <= stage.MaxInstructions));
        Assert.InRange(cost.WorstOverMedian, 1, 10);
    }

    /// <summary>The units of one instruction in array code are about 48; whatever the pipeline does, the weighing may not run away from that.</summary>
    [Fact]
    public void Run_Units_AreAboutThoseOfArrayCode()
    {
        StageCost hop = s_cost.Value.Hop;

        Assert.InRange((double)hop.MaxUnits / hop.MaxInstructions, 40, 60);
    }

    [Fact]
    public void Check_HalfTheTimeThatItTakes_IsOverBudgetByItsOwnCode()
    {
        LatencyBudget wide = new(s_cost.Value, 60_000);
        LatencyBudget narrow = new(s_cost.Value, (int)(wide.WorstMilliseconds / 2));

        Assert.True(wide.Holds);
        wide.Require("wide");
        Assert.False(narrow.Holds);
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => narrow.Require("narrow"));
        Assert.Equal((ExitCode.BadInput, ResultCode.LatencyBudgetExceeded), (error.ExitCode, error.Result));
        Assert.Contains("estimated", error.Message, StringComparison.Ordinal);
        Assert.Equal(s_cost.Value.Hop.EstimatedMilliseconds(DeviceSpeed.Slow), wide.WorstMilliseconds);
    }

    /// <summary>Instrumented code must still do what it did.</summary>
    [Fact]
    public void Create_ProbeOfInstrumentedHash_HashesAsDotNetDoes()
    {
        byte[] data = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
        byte[] digest = new byte[32];
        lock (DeviceImage.Gate)
        {
            ICostProbe probe = DeviceImage.Shared.Create<ICostProbe>(typeof(HashProbe), data, digest);
            CostCount first = DeviceImage.Shared.Measure(probe.Run);
            CostCount second = DeviceImage.Shared.Measure(probe.Run);

            Assert.Equal(SHA256.HashData(data), digest);
            Assert.Equal(first.Instructions, second.Instructions);
            Assert.InRange(first.Instructions, 16 * 5000, 16 * 15000);
            Assert.Equal(0, first.Allocations);
        }
    }

    [Fact]
    public void AdversarialSignals_EveryKind_IsWholeSamplesAndRepeatable()
    {
        for (int kind = 0; kind < AdversarialSignals.Kinds; kind++)
        {
            Assert.Equal(3 * 100, AdversarialSignals.Make(kind, 100, 7).Length);
            Assert.Equal(AdversarialSignals.Make(kind, 100, 7), AdversarialSignals.Make(kind, 100, 7));
        }

        Assert.Contains(short.MinValue, AdversarialSignals.Make(3, 100, 1));
        Assert.Contains(short.MaxValue, AdversarialSignals.Make(3, 100, 1));
    }

    [Fact]
    public void Mixed_Stream_IsHalfRecordings()
    {
        short[] recording = new short[3 * 50];
        long real = 0;
        long all = 0;
        foreach (short[] signal in SignalMix.Mixed([recording]).Take(2000))
        {
            all += signal.Length;
            real += ReferenceEquals(signal, recording) ? signal.Length : 0;
        }

        Assert.InRange((double)real / all, 0.45, 0.55);
        Assert.Throws<ArgumentException>(() => SignalMix.Cycle([[]]).First());
    }

    private static PipelineCost Run(int windows) => PipelineCostProfiler.Run(s_parts.Value, "test", SignalMix.Synthetic(), windows);

    private sealed class HashProbe(byte[] data, byte[] digest) : ICostProbe
    {
        private readonly Sha256 _sha = new();

        public void Run() => _sha.Compute(data, 0, data.Length, digest, 0);
    }
}
