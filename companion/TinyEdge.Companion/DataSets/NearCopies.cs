using System.Numerics;

namespace TinyEdge.Companion.DataSets;

/// <summary>
/// Finds recordings in two parts of a split that are the same but for rounding, a constant offset or a trace of noise. Candidates are those
/// whose fingerprints (128 samples spread over the recording, each above or below the mean of its axis) differ in few bits; the
/// signals themselves decide. Recordings that are shifted in time against each other are not found.
/// </summary>
internal static class NearCopies
{
    /// <summary>Root mean square of the difference over that of the signal, both without their means.</summary>
    public const double LargestDifference = 0.02;

    private const int FingerprintBits = 128;

    // Of two unrelated recordings half the bits differ; with 128 bits fewer than 12 do once in 10^21 pairs.
    private const int CandidateBits = 12;

    public static (DataRecording One, DataRecording Other)? Find(DataSplit split)
    {
        var parts = Enum.GetValues<SplitPart>().Select(part => split.RecordingsOf(part).Select(r => (Recording: r, Print: Fingerprint(r))).ToArray()).ToArray();
        for (int first = 0; first < parts.Length; first++)
        {
            foreach ((DataRecording one, UInt128 print) in parts[first])
            {
                for (int second = first + 1; second < parts.Length; second++)
                {
                    foreach ((DataRecording other, UInt128 otherPrint) in parts[second])
                    {
                        if (BitCount(print ^ otherPrint) < CandidateBits && AreNear(one, other))
                        {
                            return (one, other);
                        }
                    }
                }
            }
        }

        return null;
    }

    private static int BitCount(UInt128 bits) => BitOperations.PopCount((ulong)bits) + BitOperations.PopCount((ulong)(bits >> 64));

    private static UInt128 Fingerprint(DataRecording recording)
    {
        (float[] values, int axes) = (recording.Signal.Values, recording.Signal.Axes);
        double[] means = Means(values, axes);
        UInt128 bits = 0;
        for (int bit = 0; bit < FingerprintBits; bit++)
        {
            int at = (int)((long)bit * values.Length / FingerprintBits);
            bits = (bits << 1) | (values.Length > 0 && values[at] > means[at % axes] ? UInt128.One : 0);
        }

        return bits;
    }

    private static bool AreNear(DataRecording one, DataRecording other)
    {
        (float[] a, float[] b, int axes) = (one.Signal.Values, other.Signal.Values, one.Signal.Axes);
        if (a.Length != b.Length)
        {
            return false;
        }

        (double[] meanA, double[] meanB) = (Means(a, axes), Means(b, axes));
        double signal = 0;
        double difference = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double x = a[i] - meanA[i % axes];
            double y = b[i] - meanB[i % axes];
            signal += x * x;
            difference += (x - y) * (x - y);
        }

        return difference <= signal * LargestDifference * LargestDifference;
    }

    private static double[] Means(float[] values, int axes)
    {
        double[] means = new double[axes];
        for (int i = 0; i < values.Length; i++)
        {
            means[i % axes] += values[i];
        }

        return [.. means.Select(sum => sum * axes / Math.Max(values.Length, 1))];
    }
}
