namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Signals as one stream of samples.</summary>
internal sealed class SampleStream(IEnumerable<short[]> signals) : IDisposable
{
    private const int Axes = 3;

    private readonly IEnumerator<short[]> _signals = signals.GetEnumerator();
    private short[] _signal = [];
    private int _position;

    public void Dispose() => _signals.Dispose();

    /// <summary>Fills the beginning of <paramref name="xyz"/> with the next samples.</summary>
    public void Read(short[] xyz, int samples)
    {
        int read = 0;
        while (read < Axes * samples)
        {
            if (_position == _signal.Length)
            {
                Next();
            }

            int count = Math.Min((Axes * samples) - read, _signal.Length - _position);
            Array.Copy(_signal, _position, xyz, read, count);
            _position += count;
            read += count;
        }
    }

    private void Next()
    {
        if (!_signals.MoveNext())
        {
            throw new ArgumentException("The signals have come to an end.");
        }

        _signal = _signals.Current;
        _position = 0;
        if (_signal.Length % Axes != 0)
        {
            throw new ArgumentException("A signal is whole samples of x, y, z.");
        }
    }
}
