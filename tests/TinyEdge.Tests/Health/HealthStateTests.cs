using CsCheck;
using TinyEdge.Runtime.Health;

namespace TinyEdge.Tests.Health;

public class HealthStateTests
{
    [Fact]
    public void H05_KeyTo_AnotherBundle_ForgetsTheStatistics()
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

    [Fact]
    public void LastingUs_OneSlowRun_DoesNotCount_ThreeInARowDo()
    {
        StageLatency latency = new();
        foreach (long us in (long[])[10, 90_000, 11, 50, 60])
        {
            latency.Note(PipelineStage.Network, us);
            Assert.InRange(latency.LastingUs(), 0, 11);
        }

        latency.Note(PipelineStage.Network, 40);
        Assert.Equal(40, latency.LastingUs());
        Assert.Equal(90_000, latency.WorstOfAllUs());
    }
}
