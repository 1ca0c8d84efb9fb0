using System.Diagnostics;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Recordings;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Companion.Evaluation;

/// <summary>What a pipeline said about one recording of which nothing is known.</summary>
/// <param name="Decisions">Inferences; 0 when the recording is too short for one, and then there is no class and no score.</param>
/// <param name="Class">The class decided most often; of equals the first in the model's order.</param>
/// <param name="DecisionsByClass">In the model's order.</param>
/// <param name="MeanScore">Mean score of the watched class, 0 to 255 as in thresholds.json.</param>
/// <param name="HighestScore">0 to 255.</param>
/// <param name="Alarms">Times that thresholds, smoothing and debounce raised the alarm.</param>
/// <param name="SaturatedValues">Values beyond the device's int16.</param>
public sealed record RecordingVerdict(
    string Recording,
    double DurationSeconds,
    int Decisions,
    string? Class,
    IReadOnlyDictionary<string, int> DecisionsByClass,
    double? MeanScore,
    int? HighestScore,
    int Alarms,
    int SaturatedValues);

/// <summary>The result of <c>tinyedge evaluate</c> on recordings without labels.</summary>
/// <param name="WindowsPerSecond">Windows (all axes, with the inferences they led to) a second, on this machine, one core.</param>
public sealed record RecordingReport(IReadOnlyList<RecordingVerdict> Verdicts, long Windows, double ElapsedSeconds)
{
    public double WindowsPerSecond => Windows / Math.Max(ElapsedSeconds, 1e-9);
}

/// <summary>Plays recordings through the whole pipeline of a bundle, from calibration to alarm; each from an empty pipeline.</summary>
public sealed class RecordingEvaluation
{
    private readonly InferenceRuntime _runtime;
    private readonly IReadOnlyList<string> _labels;
    private readonly short[] _burst = new short[3 * PipelineRunner.BurstSamples];
    private long _windows;

    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline.</exception>
    public RecordingEvaluation(PipelineParts parts, string origin)
    {
        _runtime = parts.Prepare(out _, origin);
        _labels = ModelLabels.Read(parts.Model, origin);
    }

    /// <summary>Class whose score the thresholds watch.</summary>
    public string ScoreClass => _labels[_runtime.Thresholds.ScoreClass];

    /// <exception cref="RecordingException">A recording has other axes or another rate than the pipeline's.</exception>
    public RecordingReport Run(IEnumerable<Recording> recordings)
    {
        _windows = 0;
        Stopwatch watch = Stopwatch.StartNew();
        RecordingVerdict[] verdicts = [.. recordings.Select(Judge)];
        return new RecordingReport(verdicts, _windows, watch.Elapsed.TotalSeconds);
    }

    private RecordingVerdict Judge(Recording recording)
    {
        short[] samples = DeviceSamples.Of(recording, _runtime.Features.Config, out int saturated);
        Tally tally = new(_labels.Count);
        _runtime.Reset();
        for (int at = 0; at < samples.Length; at += _burst.Length)
        {
            int length = Math.Min(_burst.Length, samples.Length - at);
            Array.Copy(samples, at, _burst, 0, length);
            _runtime.Push(_burst, length / 3);
            while (_runtime.ExtractWindow())
            {
                _windows++;
                if (_runtime.IsReady)
                {
                    _runtime.RunInference();
                    tally.Add(_runtime.Decide());
                }
            }
        }

        return new RecordingVerdict(
            recording.Name,
            (double)recording.SampleCount / recording.SampleRateHz,
            tally.Decisions,
            tally.Decisions == 0 ? null : _labels[tally.MostFrequent],
            Enumerable.Range(0, _labels.Count).ToDictionary(k => _labels[k], k => tally.ByClass[k]),
            tally.Decisions == 0 ? null : (double)tally.ScoreSum / tally.Decisions,
            tally.Decisions == 0 ? null : tally.HighestScore,
            tally.Alarms,
            saturated);
    }

    private sealed class Tally(int classes)
    {
        public int[] ByClass { get; } = new int[classes];

        public int Decisions { get; private set; }

        public long ScoreSum { get; private set; }

        public int HighestScore { get; private set; }

        public int Alarms { get; private set; }

        public int MostFrequent => Array.IndexOf(ByClass, ByClass.Max());

        public void Add(Decision decision)
        {
            Decisions++;
            ByClass[decision.ClassIndex]++;
            ScoreSum += decision.Score;
            HighestScore = Math.Max(HighestScore, decision.Score);
            Alarms += decision.AlarmChanged && decision.Alarm ? 1 : 0;
        }
    }
}
