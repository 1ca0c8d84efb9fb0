using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Drives a probe hop by hop and notes what each stage of each window cost.</summary>
internal sealed class HopCounter
{
    private readonly InstrumentedImage _image;
    private readonly IPipelineProbe _probe;
    private readonly int _burstSamples;
    private readonly short[] _burst;
    private readonly StageRow _hop;
    private readonly StageRow[] _stages;
    private readonly List<StageRow> _axes = [];
    private readonly List<StageRow> _layers = [];
    private readonly Stack<(long Instructions, long Units)> _entered = [];
    private readonly int _capacity;
    private List<StageRow>? _parts;
    private int _part;
    private int _window;

    public HopCounter(InstrumentedImage image, IPipelineProbe probe, int burstSamples, int windows)
    {
        _image = image;
        _probe = probe;
        _burstSamples = burstSamples;
        _burst = new short[3 * burstSamples];
        _capacity = windows;
        _hop = new StageRow("Hop", windows);
        _stages = [new("Push", windows), new("FrontEnd", windows), new("Network", windows), new("Decide", windows)];
    }

    public bool IsFull => _window == _capacity;

    public int Windows => _window;

    public StageRow Hop => _hop;

    public IReadOnlyList<StageRow> Stages => _stages;

    public IReadOnlyList<StageRow> Axes => _axes;

    public IReadOnlyList<StageRow> Layers => _layers;

    /// <summary>Fills the pipeline with the beginning of a signal so far that the next hop gives an inference; nothing is noted.</summary>
    /// <param name="filled">Samples that it has already.</param>
    /// <returns>Samples taken.</returns>
    public int Fill(short[] signal, int filled)
    {
        int samples = Math.Min(signal.Length / 3, _probe.SamplesToFirstInference - _probe.HopSamples - filled);
        for (int done = 0; done < samples; done += _burstSamples)
        {
            Push(signal, done, Math.Min(_burstSamples, samples - done));
            while (_probe.ExtractWindow())
            {
            }
        }

        return samples;
    }

    /// <summary>Plays a signal, whole hops of it.</summary>
    public void Play(short[] signal)
    {
        int hop = _probe.HopSamples;
        for (int at = 0; !IsFull && at + hop <= signal.Length / 3; at += hop)
        {
            PlayHop(signal, at);
        }
    }

    private void PlayHop(short[] signal, int at)
    {
        (long, long) start = _image.Total();
        Push(signal, at, _probe.HopSamples);
        (long, long) pushed = _image.Total();
        _image.Meter.Boundary = Tell;
        _parts = _axes;
        _part = 0;
        bool hasFrame = _probe.ExtractWindow() && _probe.IsReady;
        if (!hasFrame)
        {
            throw new InvalidOperationException("A hop of samples gave no window.");
        }

        (long, long) featured = _image.Total();
        _parts = _layers;
        _part = 0;
        _probe.RunInference();
        (long, long) inferred = _image.Total();
        _image.Meter.Boundary = null;
        _probe.Decide();
        (long, long) decided = _image.Total();
        Note(_stages[0], start, pushed);
        Note(_stages[1], pushed, featured);
        Note(_stages[2], featured, inferred);
        Note(_stages[3], inferred, decided);
        Note(_hop, start, decided);
        _window++;
    }

    private void Push(short[] signal, int at, int samples)
    {
        for (int done = 0; done < samples; done += _burstSamples)
        {
            int count = Math.Min(_burstSamples, samples - done);
            Array.Copy(signal, 3 * (at + done), _burst, 0, 3 * count);
            _probe.Push(_burst, count);
        }
    }

    // Only the outermost boundary counts: one layer may be made of another.
    private void Tell(int method, bool isEntry)
    {
        if (isEntry)
        {
            _entered.Push(_image.Total());
            return;
        }

        (long, long) entered = _entered.Pop();
        if (_entered.Count > 0)
        {
            return;
        }

        if (_part == _parts!.Count)
        {
            _parts.Add(new StageRow(NameOf(method), _capacity));
        }

        Note(_parts[_part++], entered, _image.Total());
    }

    private string NameOf(int method)
    {
        string name = _image.Methods[method].Name;
        return StageBoundary.IsAxis(name) ? $"axis {"xyz"[_axes.Count % 3]}" : name.Split('.')[^2];
    }

    private void Note(StageRow row, (long Instructions, long Units) from, (long Instructions, long Units) to) =>
        row.Add(_window, to.Instructions - from.Instructions, to.Units - from.Units);
}
