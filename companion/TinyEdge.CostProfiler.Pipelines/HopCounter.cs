using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Drives a probe hop by hop and notes what each stage of each window cost.</summary>
internal sealed class HopCounter
{
    private readonly InstrumentedImage _image;
    private readonly IPipelineProbe _probe;
    private readonly int _burstSamples;
    private readonly int _windows;
    private readonly short[] _burst;
    private readonly StageRow _push;
    private readonly StageRow _frontEnd;
    private readonly StageRow _network;
    private readonly StageRow _decide;
    private readonly List<StageRow> _axes = [];
    private readonly List<StageRow> _layers = [];
    private readonly Stack<(long Instructions, long Units)> _entered = [];
    private List<StageRow> _parts;
    private int _part;

    /// <param name="burstSamples">Samples that are pushed at once.</param>
    /// <param name="windows">Windows to note.</param>
    public HopCounter(InstrumentedImage image, IPipelineProbe probe, int burstSamples, int windows)
    {
        _image = image;
        _probe = probe;
        _burstSamples = burstSamples;
        _windows = windows;
        _burst = new short[3 * burstSamples];
        _push = new StageRow(StageNames.Push, windows);
        _frontEnd = new StageRow(StageNames.FrontEnd, windows);
        _network = new StageRow(StageNames.Network, windows);
        _decide = new StageRow(StageNames.Decide, windows);
        Hop = new StageRow(StageNames.Hop, windows);
        _parts = _axes;
    }

    public StageRow Hop { get; }

    public IReadOnlyList<StageRow> Stages => [_push, _frontEnd, _network, _decide];

    public IReadOnlyList<StageRow> Axes => _axes;

    public IReadOnlyList<StageRow> Layers => _layers;

    /// <summary>Fills the pipeline so far that every further hop gives an inference; nothing is noted.</summary>
    public void Fill(SampleStream samples)
    {
        int left = _probe.SamplesToFirstInference - _probe.HopSamples;
        while (left > 0)
        {
            int count = Math.Min(_burstSamples, left);
            Push(samples, count);
            while (_probe.ExtractWindow())
            {
            }

            left -= count;
        }
    }

    /// <summary>Plays as many hops as are to be noted.</summary>
    public void Run(SampleStream samples)
    {
        _image.Meter.Boundary = Tell;
        try
        {
            for (int window = 0; window < _windows; window++)
            {
                PlayHop(samples);
            }
        }
        finally
        {
            _image.Meter.Boundary = null;
        }
    }

    private void PlayHop(SampleStream samples)
    {
        (long, long) start = _image.Total();
        for (int left = _probe.HopSamples; left > 0; left -= _burstSamples)
        {
            Push(samples, Math.Min(_burstSamples, left));
        }

        (long, long) pushed = _image.Total();
        Divide(_axes);
        bool hasInput = _probe.ExtractWindow() && _probe.IsReady;
        (long, long) extracted = _image.Total();
        if (!hasInput)
        {
            throw new InvalidOperationException("A hop of samples gave no window.");
        }

        Divide(_layers);
        _probe.RunInference();
        (long, long) inferred = _image.Total();
        _probe.Decide();
        (long, long) decided = _image.Total();
        _push.Add(start, pushed);
        _frontEnd.Add(pushed, extracted);
        _network.Add(extracted, inferred);
        _decide.Add(inferred, decided);
        Hop.Add(start, decided);
    }

    private void Push(SampleStream samples, int count)
    {
        samples.Read(_burst, count);
        _probe.Push(_burst, count);
    }

    private void Divide(List<StageRow> parts)
    {
        _parts = parts;
        _part = 0;
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

        if (_part == _parts.Count)
        {
            _parts.Add(new StageRow(NameOf(method), _windows));
        }

        _parts[_part++].Add(entered, _image.Total());
    }

    private string NameOf(int method)
    {
        string name = _image.Methods[method].Name;
        return StageBoundary.IsAxis(name) ? $"axis {"xyz"[_axes.Count % 3]}" : name.Split('.')[^2];
    }
}
