using TinyEdge.NanoShim;

namespace System.Threading;

/// <summary>A managed thread of the board; sleeping takes the board's own time.</summary>
public sealed class Thread
{
    private readonly ThreadStart _start;
    private readonly IBoardHardware _board;
    private IBoardThread _running;

    public Thread(ThreadStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        _start = start;
        _board = BoardContext.Current;
    }

    public bool IsAlive => _running is not null && _running.IsAlive;

    public static void Sleep(int millisecondsTimeout) => BoardContext.Current.Sleep(millisecondsTimeout);

    public void Start()
    {
        if (_running is not null)
        {
            throw new InvalidOperationException();
        }

        ThreadStart start = _start;
        _running = _board.StartThread(() => start());
    }

    public bool Join(int millisecondsTimeout) => _running is null || _running.Join(millisecondsTimeout);
}
