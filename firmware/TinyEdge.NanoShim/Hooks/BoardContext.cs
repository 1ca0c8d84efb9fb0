using System;
using System.Threading;

namespace TinyEdge.NanoShim;

/// <summary>
/// Says which board the calling code runs on. Flows into threads and tasks that the code starts, so several boards live in one
/// process without knowing of each other.
/// </summary>
public static class BoardContext
{
    private static readonly AsyncLocal<IBoardHardware> s_current = new();

    /// <summary>The board of the calling flow; its boot may have ended.</summary>
    public static IBoardHardware Current
        => s_current.Value ?? throw new InvalidOperationException(
            "No virtual board is bound to this thread. Firmware code must run inside a boot: start it from VirtualBoot.Run or inside VirtualBoot.Enter.");

    /// <summary>Binds a board to the calling flow until the scope is disposed.</summary>
    public static IDisposable Enter(IBoardHardware board)
    {
        var scope = new Scope(s_current.Value);
        s_current.Value = board;
        return scope;
    }

    private sealed class Scope(IBoardHardware previous) : IDisposable
    {
        public void Dispose() => s_current.Value = previous;
    }
}
