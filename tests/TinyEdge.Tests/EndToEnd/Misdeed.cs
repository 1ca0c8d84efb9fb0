using TinyEdge.NanoShim;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>
/// What emitted applications call. Deeds without an end last as long as the boot: a reset stops the processor, and so a test leaves no
/// thread behind.
/// </summary>
public static class Misdeed
{
    public static void Do(string deed)
    {
        IBoardHardware board = BoardContext.Current;
        switch (deed)
        {
            case "throw":
                throw new NotSupportedException();
            case "sleep":
                board.Sleep(-1);
                break;
            case "spin":
                Spin(board);
                break;
            case "deadlock":
                Deadlock(board);
                break;
            case "throw on a thread":
                board.StartThread(() => throw new NotSupportedException());
                break;
            case "reboot" or "deep sleep":
                // Waking from deep sleep is a reset on an ESP32.
                board.Reboot();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(deed), deed, null);
        }
    }

    private static void Spin(IBoardHardware board)
    {
        while (true)
        {
            board.ThrowIfReset();
            Thread.SpinWait(200);
        }
    }

    /// <summary>Two threads, each with the lock that the other one wants.</summary>
    private static void Deadlock(IBoardHardware board)
    {
        object first = new();
        object second = new();
        lock (first)
        {
            board.StartThread(() =>
            {
                lock (second)
                {
                    WaitFor(first, board);
                }
            });
            while (!IsHeldByAnother(second))
            {
                board.Sleep(1);
            }

            WaitFor(second, board);
        }
    }

    private static bool IsHeldByAnother(object gate)
    {
        if (!Monitor.TryEnter(gate))
        {
            return true;
        }

        Monitor.Exit(gate);
        return false;
    }

    private static void WaitFor(object gate, IBoardHardware board)
    {
        while (!Monitor.TryEnter(gate, 20))
        {
            board.ThrowIfReset();
        }
    }
}
