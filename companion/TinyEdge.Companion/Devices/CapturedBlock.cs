using System.Buffers.Binary;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Devices;

/// <summary>Raw samples that a device sent in one line.</summary>
/// <param name="At">Number of the first since the device's boot: a block that does not begin where the one before ended follows a gap.</param>
/// <param name="Overruns">FIFO overruns since boot: one more than before is a gap too, before this block.</param>
/// <param name="Xyz">x, y, z in turn, 4096 counts per g.</param>
public sealed record CapturedBlock(long At, int SampleRateHz, long Overruns, short[] Xyz)
{
    private const int Axes = 3;

    /// <summary>Null when the line is not complete.</summary>
    internal static CapturedBlock? From(DeviceLine line)
    {
        byte[]? bytes = line.Bytes(WireLabels.Xyz);
        long? at = line.Number(WireLabels.At);
        long? rate = line.Number(WireLabels.SampleRateHz);
        long? overruns = line.Number(WireLabels.Overruns);
        if (bytes is null || bytes.Length == 0 || bytes.Length % (2 * Axes) != 0 || at is null or < 0 || rate is null or < 1 or > int.MaxValue || overruns is null)
        {
            return null;
        }

        short[] values = new short[bytes.Length / 2];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(2 * i));
        }

        return new CapturedBlock(at.Value, (int)rate.Value, overruns.Value, values);
    }
}
