using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// A three-axis accelerometer read in bursts from its FIFO. Samples come out interleaved x, y, z as int16 in the
    /// project's own unit of <see cref="AccelScale.LsbPerG"/> counts per g, whatever the chip's range is.
    /// </summary>
    public interface IAccelerometer
    {
        /// <summary>Checks the chip's identity, sets rate, range and FIFO, and starts it.</summary>
        /// <param name="sampleRateHz">Samples per second and axis.</param>
        /// <param name="rangeG">
        /// Full scale that is needed, plus or minus: 2, 4, 8 or 16 g. Both chips run at 8 g whatever it is, the range of the unit:
        /// their words are then counts as they are. A smaller range has no more of them a g, a larger one ends at 8 g all the same.
        /// </param>
        ResultCode TryStart(int sampleRateHz, int rangeG);

        /// <summary>Reads what the FIFO holds, at most <paramref name="maxSamples"/> samples of three axes.</summary>
        /// <param name="xyz">Receives 3 * count values.</param>
        /// <param name="count">Samples read; 0 when none is ready.</param>
        ResultCode TryRead(short[] xyz, int maxSamples, out int count);

        /// <summary>FIFO overruns since start: samples were lost.</summary>
        int OverrunCount { get; }

        /// <summary>Failed bus transfers since start, retries included.</summary>
        int BusErrorCount { get; }
    }
}
