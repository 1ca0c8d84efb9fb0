using System.Diagnostics;

namespace TinyEdge.Fuzzing.Commands;

/// <summary>Says every ten seconds how far a run is, and ends it when its time is over.</summary>
internal sealed class ProgressLine(string target, long inputs, TimeSpan limit, TextWriter error)
{
    private const int EverySeconds = 10;

    private readonly long _begun = Stopwatch.GetTimestamp();
    private double _next = EverySeconds;

    public bool GoOn(long done, int findings)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_begun);
        if (elapsed.TotalSeconds >= _next)
        {
            error.WriteLine($"{target}: {done} of {inputs}, {done / elapsed.TotalSeconds:F0} a second, {findings} findings");
            _next += EverySeconds;
        }

        return limit == TimeSpan.Zero || elapsed < limit;
    }
}
