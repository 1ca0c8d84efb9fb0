using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Capture;
using TinyEdge.Companion.Devices;

namespace TinyEdge.Cli.DataSets;

/// <summary>One capture: collects the blocks, tells how far it is, and stops at once when they do not fit the set.</summary>
/// <param name="set">What they are added to, or null when it is new.</param>
internal sealed class CaptureRun(CliConsole console, CaptureRecorder recorder, int seconds, DataSet? set)
{
    private const int TellEverySeconds = 5;

    private int _told;

    public CaptureRecorder Recorder => recorder;

    /// <returns>Null, or why the capture ended before its time after samples had come.</returns>
    /// <exception cref="TinyEdgeException">It did not begin, or its samples do not fit the set.</exception>
    public async Task<TinyEdgeException?> FollowAsync(IAsyncEnumerable<CapturedBlock> blocks)
    {
        console.Say($"recording {seconds} s");
        try
        {
            await foreach (CapturedBlock block in blocks.ConfigureAwait(false))
            {
                RequireRate(block);
                if (recorder.Seconds < seconds)
                {
                    recorder.Add(block);
                    Tell();
                }
            }

            return null;
        }
        catch (TinyEdgeException error) when (recorder.Samples > 0)
        {
            return error;
        }
    }

    private void RequireRate(CapturedBlock block)
    {
        if (set is not null && (set.SampleRateHz != block.SampleRateHz || set.Axes != 3 || set.Unit != SignalUnit.G))
        {
            throw new DataSetException("The capture does not fit the set.", $"It has 3 axes at {block.SampleRateHz} Hz in g, {set.Folder} has {set.Axes} at {set.SampleRateHz} Hz.", "Make a set of its own, or record at the rate of the set.");
        }
    }

    private void Tell()
    {
        if ((int)recorder.Seconds >= _told + TellEverySeconds)
        {
            _told = (int)recorder.Seconds;
            console.Say($"  {_told} of {seconds} s, {recorder.Gaps} gaps");
        }
    }
}
