using System.Text;
using CsCheck;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Transport;
using TinyEdge.Tests.Update;

namespace TinyEdge.Tests.Health;

public class HealthReportTests
{
    [Fact]
    public void Write_OrdinaryDevice_SaysWhatRuns()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(LabBundle.Of(10)));
        StaticPool pool = new(12288);
        pool.RentInt8(PoolOwner.Weights, 100);
        HealthState state = new();
        state.NoteWindow(200, -7);
        state.Latency.Note(PipelineStage.Network, 1234);
        Dictionary<string, string> fields = Fields(Line(state, device, pool));
        Assert.Equal("lab-10-0", fields["id"]);
        Assert.Equal("10", fields["seq"]);
        Assert.Equal(Convert.ToHexStringLower(LabBundle.FingerprintOf(LabBundle.Of(10))), fields["fp"]);
        Assert.Equal(("0", "0", "1", "0"), (fields["bank"], fields["ph"], fields["out"], fields["why"]));
        Assert.Equal(("120", "120"), (fields["pool"], fields["p3"]));
        Assert.Equal(("1234", "1", "1", "51200"), (fields["t2"], fields["win"], fields["h6"], fields["sm"]));
        Assert.Equal(("-1792", "0", "1"), (fields["fm"], fields["fv"], fields["sn"]));
    }

    [Fact]
    public void Write_EveryFigureAtItsLongest_StaysWithinTheLine()
    {
        LabDevice device = LabDevice.Boot(LabDevice.VolumeWith(LabBundle.Of(10)));
        Longest(device);
        HealthState state = new()
        {
            Windows = int.MaxValue,
            DroppedSamples = int.MaxValue,
            Overruns = int.MaxValue,
            BusErrors = int.MaxValue,
            Alarms = int.MaxValue,
            FreeHeapBytes = 8 * 1024 * 1024,
        };
        for (int stage = 0; stage < StageLatency.StageCount; stage++)
        {
            state.Latency.Note((PipelineStage)stage, long.MaxValue);
        }

        for (int i = 0; i < RunningMoments.Capacity; i++)
        {
            state.Score.Add(i % 2 * 255);
            state.FeatureMean.Add(i % 2 == 0 ? short.MinValue : short.MaxValue);
        }

        Array.Fill(state.ScoreHistogram, int.MaxValue);
        StaticPool pool = new(8 * 1024 * 1024);
        for (int owner = 0; owner < StaticPool.OwnerCount; owner++)
        {
            pool.RentBytes((PoolOwner)owner, 900_000);
        }

        LineWriter line = Line(state, device, pool);
        Assert.False(line.Overflowed);
        Assert.InRange(line.Length, 1, HealthReport.MaxLineBytes);
    }

    [Fact]
    public void KeyTo_AnotherBundle_ForgetsTheStatistics()
    {
        HealthState state = new();
        state.KeyTo([1, 2, 3, 4, 5, 6, 7, 8], 0);
        state.NoteWindow(100, 3);
        state.KeyTo([1, 2, 3, 4, 5, 6, 7, 8], 0);
        Assert.Equal(1, state.Score.Count);
        state.KeyTo([1, 2, 3, 4, 5, 6, 7, 9], 0);
        Assert.Equal((0, 0, 0), (state.Score.Count, state.FeatureMean.Count, state.ScoreHistogram[3]));
        Assert.Equal(1, state.Windows);
    }

    /// <summary>Against double precision over all values; a unit of the fixed-point mean is 1/256, and its square's error bounds the variance's.</summary>
    [Fact]
    public void RunningMoments_AnyValues_AgreeWithDoubles()
    {
        Gen.Int[-32768, 32767].Array[1, RunningMoments.Capacity].Sample(values =>
        {
            RunningMoments moments = new();
            foreach (int value in values)
            {
                moments.Add(value);
            }

            double mean = values.Average();
            double variance = values.Average(v => (v - mean) * (v - mean));
            Assert.InRange(moments.MeanQ8 / 256.0, mean - (1 / 256.0), mean + (1 / 256.0));
            Assert.InRange(moments.VarianceQ16 / 65536.0, variance - (Math.Abs(mean) / 64) - 1, variance + (Math.Abs(mean) / 64) + 1);
        });
    }

    [Fact]
    public void RunningMoments_LongRun_FollowsAChangeAndNeverOverflows()
    {
        RunningMoments moments = new();
        for (int i = 0; i < 100_000; i++)
        {
            moments.Add(short.MinValue);
        }

        Assert.Equal(-32768 * 256, moments.MeanQ8);
        for (int i = 0; i < 100_000; i++)
        {
            moments.Add(short.MaxValue);
        }

        Assert.InRange(moments.MeanQ8 / 256, 32700, 32767);
        Assert.InRange(moments.Count, 1, RunningMoments.Capacity);
    }

    [Fact]
    public void SignalMeter_AnySamples_AgreeWithDoubles()
    {
        Gen.Short.Array[3, 900].Sample(values =>
        {
            short[] xyz = values[..(values.Length / 3 * 3)];
            SignalMeter meter = new();
            meter.Add(xyz, xyz.Length / 3);
            for (int axis = 0; axis < 3; axis++)
            {
                double[] samples = [.. xyz.Where((_, i) => i % 3 == axis).Select(v => (double)v)];
                double mean = samples.Average();
                double rms = Math.Sqrt(samples.Average(v => (v - mean) * (v - mean)));
                Assert.InRange(meter.RmsOf(axis), rms - 1.01, rms + 0.01);
            }
        });
    }

    [Fact]
    public void StageLatency_Runs_KeepLastWorstAndMean()
    {
        StageLatency latency = new();
        foreach (long us in (long[])[10, 40, -3, 25])
        {
            latency.Note(PipelineStage.FrontEnd, us);
        }

        Assert.Equal((25, 40, 18), (latency.LastUs(PipelineStage.FrontEnd), latency.WorstUs(PipelineStage.FrontEnd), latency.MeanUs(PipelineStage.FrontEnd)));
        Assert.Equal((0, 40), (latency.MeanUs(PipelineStage.Network), latency.WorstOfAllUs()));
    }

    private static void Longest(LabDevice device)
    {
        device.Clock.UptimeMs = 10L * 365 * 86_400_000;
        TinyEdge.Runtime.Update.RunningBundle running = device.Engine.Running;
        Array.Fill(running.BundleId, (byte)'x');
        (running.Sequence, running.FirmwareVersion, running.ModelVersion, running.ThresholdVersion, running.CalibrationVersion) =
            (uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue);
        (device.Record.SecurityFloor, device.Record.Sequence, device.Record.UncleanBoots) = (uint.MaxValue, uint.MaxValue, 255);
        device.Record.LastReason = TinyEdge.Bundles.ResultCode.BusError;
    }

    private static LineWriter Line(HealthState state, LabDevice device, StaticPool pool)
    {
        LineWriter line = new(new byte[HealthReport.MaxLineBytes]);
        line.Begin();
        new HealthReport(state, device.Engine, pool, device.Clock).Write(line);
        line.End();
        return line;
    }

    private static Dictionary<string, string> Fields(LineWriter line) =>
        Encoding.ASCII.GetString(line.Buffer, 0, line.Length - 1).Split('\t').Select(f => f.Split(':')).ToDictionary(f => f[0], f => f[1]);
}
