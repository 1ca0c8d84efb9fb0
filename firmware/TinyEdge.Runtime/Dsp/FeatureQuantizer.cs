using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// int8 features: q = saturate(((v - offset[k]) * mult[k] + round) >> shift + zeroPoint). Offset and multiplier hold the
    /// mean, the deviation and the network's input scale at once.
    /// </summary>
    internal static class FeatureQuantizer
    {
        /// <summary>Most shift; with |v - offset| below 2^26 and mult below 2^15 the product fits int64 with room.</summary>
        public const int MaxShift = 31;

        /// <summary>Largest |offset|, Q12.</summary>
        public const int MaxOffset = 1 << 24;

        /// <param name="values">(count) int32 Q12.</param>
        /// <param name="count">Features of one axis.</param>
        /// <param name="offsets">int32 Q12, read from <paramref name="first"/> on.</param>
        /// <param name="multipliers">int16, 0 or more, read from <paramref name="first"/> on.</param>
        /// <param name="first">Index of the axis' first feature in the tables.</param>
        /// <param name="shift">1 to 31.</param>
        /// <param name="zeroPoint">-128 to 127.</param>
        /// <param name="output">Receives int8 from <paramref name="position"/> on.</param>
        /// <param name="position">Where the axis' first feature goes.</param>
        [HotPath]
        public static void Compute(
            int[] values, int count, int[] offsets, short[] multipliers, int first, int shift, int zeroPoint, sbyte[] output, int position)
        {
            // The zero point before the shift: floor((x + z 2^s) / 2^s) = floor(x / 2^s) + z.
            long round = (1L << (shift - 1)) + ((long)zeroPoint << shift);
            long most = sbyte.MaxValue;
            long least = sbyte.MinValue;
            int end = first + count;
            int shifted = position - first;
            for (int i = first; i < end; i++)
            {
                long centred = values[i - first] - offsets[i];
                long scaled = ((centred * multipliers[i]) + round) >> shift;
                if (scaled > most)
                {
                    scaled = most;
                }
                else if (scaled < least)
                {
                    scaled = least;
                }

                output[i + shifted] = (sbyte)scaled;
            }
        }
    }
}
