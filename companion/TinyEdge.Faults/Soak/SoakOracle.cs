using TinyEdge.Companion.Pipelines;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Faults.Soak;

/// <summary>
/// Counts for itself what the device should count: runs every sample that the sensor gave out through a second pipeline and a detector
/// of its own, and holds each decision, event and counter of the device against that.
/// </summary>
internal sealed class SoakOracle
{
    private readonly int[] _histogram = new int[HealthState.ScoreBins];
    private InferenceRuntime? _runtime;
    private PlainDetector? _detector;
    private Decided[] _pending = new Decided[256];
    private int _first;
    private int _count;

    public int BusErrors { get; set; }

    public int Overruns { get; set; }

    public long Samples { get; private set; }

    public int Windows { get; private set; }

    public int Alarms { get; private set; }

    /// <summary>Decisions of the device that the oracle did not expect, or expected otherwise.</summary>
    public long Differences { get; private set; }

    /// <summary>Decisions that the oracle expected and the device did not make, looked at whenever the device has caught up.</summary>
    public int Lost => _count;

    /// <summary>A boot begins: everything counts from 0.</summary>
    public void PowerOn()
    {
        _runtime = null;
        (BusErrors, Overruns, Samples, Windows, Alarms) = (0, 0, 0, 0, 0);
        Array.Clear(_histogram);
        (_first, _count) = (0, 0);
    }

    /// <summary>The boot runs these parts.</summary>
    public void Begin(PipelineParts parts)
    {
        _runtime = parts.Prepare(out _, "the soak");
        Runtime.Detection.ThresholdSettings t = _runtime.Thresholds;
        _detector = new PlainDetector(t.OnLevel, t.OffLevel, t.OnCount, t.OffCount, t.SmoothingShift);
    }

    /// <summary>The signal has a gap: no window may span it.</summary>
    public void NoteGap() => _runtime?.Features.Reset();

    public void Take(short[] xyz, int count)
    {
        if (count == 0)
        {
            return;
        }

        Samples += count;
        InferenceRuntime runtime = _runtime!;
        runtime.Push(xyz, count);
        while (runtime.ExtractWindow())
        {
            if (runtime.IsReady)
            {
                runtime.RunInference();
                Expect(runtime.Decide().Score, runtime.Detector.Current.ClassIndex);
            }
        }
    }

    /// <summary>The device's application got a decision.</summary>
    public void Compare(Runtime.Detection.Decision decision)
    {
        if (_count == 0)
        {
            Differences++;
            return;
        }

        Decided expected = _pending[_first];
        _first = (_first + 1) % _pending.Length;
        _count--;
        Decided seen = new(decision.Number, decision.Score, decision.ClassIndex, decision.Alarm, decision.AlarmChanged);
        Differences += seen == expected ? 0 : 1;
    }

    /// <summary>Names the first counter of the device that is not as counted here; null when all are.</summary>
    public string? Drift(PipelineRunner pipeline, HealthState health)
    {
        string? found = Differs("samples", Samples, pipeline.Samples) ?? Differs("windows", Windows, health.Windows) ?? Differs("alarms", Alarms, health.Alarms)
            ?? Differs("overruns", Overruns, health.Overruns) ?? Differs("bus errors", BusErrors, health.BusErrors)
            ?? Differs("dropped windows", _runtime!.Features.DroppedWindows, health.DroppedWindows);
        for (int bin = 0; bin < _histogram.Length && found is null; bin++)
        {
            found = Differs($"s{bin}", _histogram[bin], health.ScoreHistogram[bin]);
        }

        return found;
    }

    private void Expect(int score, int classIndex)
    {
        Windows++;
        _histogram[score / 32]++;
        bool changed = _detector!.Take(score);
        Alarms += changed && _detector.Alarm ? 1 : 0;
        if (_count == _pending.Length)
        {
            throw new InvalidOperationException("The device decides nothing any more.");
        }

        _pending[(_first + _count++) % _pending.Length] = new Decided(Windows, score, classIndex, _detector.Alarm, changed);
    }

    private static string? Differs(string name, long expected, long seen) => expected == seen ? null : $"{name}: the device says {seen}, counted were {expected}";

    private readonly record struct Decided(int Number, int Score, int ClassIndex, bool Alarm, bool Changed);
}
