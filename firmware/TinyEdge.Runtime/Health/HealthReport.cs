using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;
using TinyEdge.Runtime.Sensing;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Health
{
    /// <summary>
    /// Writes the health record as one line; SPEC.md has the labels. With every figure at its longest it stays within
    /// <see cref="MaxLineBytes"/>, which a test holds it to.
    /// </summary>
    public sealed class HealthReport
    {
        /// <summary>Longest line, checksum field and line feed included.</summary>
        public const int MaxLineBytes = 768;

        private readonly HealthState _state;
        private readonly UpdateEngine _updates;
        private readonly StaticPool _pool;
        private readonly IClock _clock;

        /// <param name="state">Pipeline figures.</param>
        /// <param name="updates">Versions, bank, phase, outcome.</param>
        /// <param name="pool">Pool use by owner.</param>
        /// <param name="clock">Uptime.</param>
        public HealthReport(HealthState state, UpdateEngine updates, StaticPool pool, IClock clock)
        {
            _state = state;
            _updates = updates;
            _pool = pool;
            _clock = clock;
        }

        /// <summary>Adds all fields; the caller begins and ends the line.</summary>
        public void Write(LineWriter line)
        {
            WriteBundle(line);
            WriteUpdate(line);
            WriteMemory(line);
            WriteTimes(line);
            WritePipeline(line);
        }

        private void WriteBundle(LineWriter line)
        {
            RunningBundle running = _updates.Running;
            line.AddText("id", running.BundleId, 0, BundleFormat.BundleIdSize);
            line.AddHex("fp", running.Fingerprint, 0, BundleFormat.FingerprintSize);
            line.Add("seq", running.Sequence);
            line.Add("fw", running.FirmwareVersion);
            line.Add("mv", running.ModelVersion);
            line.Add("tv", running.ThresholdVersion);
            line.Add("cv", running.CalibrationVersion);
        }

        private void WriteUpdate(LineWriter line)
        {
            BootRecord record = _updates.Record;
            line.Add("bank", _updates.RunningBank);
            line.Add("ph", (int)record.Phase);
            line.Add("out", (int)record.LastOutcome);
            line.Add("why", (int)record.LastReason);
            line.Add("att", record.AttemptsLeft);
            line.Add("floor", record.SecurityFloor);
            line.Add("unclean", record.UncleanBoots);
            line.Add("rec", record.Sequence);
            line.Add("up", _clock.UptimeMs);
        }

        private void WriteMemory(LineWriter line)
        {
            line.Add("heap", _state.FreeHeapBytes);
            line.Add("pool", _pool.TotalBytes);
            line.Add("p0", _pool.BytesOf(PoolOwner.SampleRing));
            line.Add("p1", _pool.BytesOf(PoolOwner.FrontEnd));
            line.Add("p2", _pool.BytesOf(PoolOwner.FeatureRing));
            line.Add("p3", _pool.BytesOf(PoolOwner.Weights));
            line.Add("p4", _pool.BytesOf(PoolOwner.Arena));
            line.Add("p5", _pool.BytesOf(PoolOwner.Network));
            line.Add("p6", _pool.BytesOf(PoolOwner.Detector));
            line.Add("p7", _pool.BytesOf(PoolOwner.Health));
            line.Add("p8", _pool.BytesOf(PoolOwner.App));
        }

        private void WriteTimes(LineWriter line)
        {
            StageLatency latency = _state.Latency;
            line.Add("t0", latency.WorstUs(PipelineStage.Acquire));
            line.Add("t1", latency.WorstUs(PipelineStage.FrontEnd));
            line.Add("t2", latency.WorstUs(PipelineStage.Network));
            line.Add("t3", latency.WorstUs(PipelineStage.Decide));
        }

        private void WritePipeline(LineWriter line)
        {
            HealthState state = _state;
            line.Add("win", state.Windows);
            line.Add("drop", state.DroppedSamples);
            line.Add("ovr", state.Overruns);
            line.Add("bus", state.BusErrors);
            line.Add("alm", state.Alarms);
            int[] bins = state.ScoreHistogram;
            line.Add("h0", bins[0]);
            line.Add("h1", bins[1]);
            line.Add("h2", bins[2]);
            line.Add("h3", bins[3]);
            line.Add("h4", bins[4]);
            line.Add("h5", bins[5]);
            line.Add("h6", bins[6]);
            line.Add("h7", bins[7]);
            line.Add("sm", state.Score.MeanQ8);
            line.Add("sv", state.Score.VarianceQ16);
            line.Add("fm", state.FeatureMean.MeanQ8);
            line.Add("fv", state.FeatureMean.VarianceQ16);
            line.Add("sn", state.Score.Count);
        }
    }
}
