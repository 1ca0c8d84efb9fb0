namespace TinyEdge.NanoShim;

/// <summary>A thread that belongs to one boot and ends with it.</summary>
public interface IBoardThread
{
    bool IsAlive { get; }

    /// <summary>Waits for its end, in real time; false when the time ran out.</summary>
    bool Join(int milliseconds);
}
