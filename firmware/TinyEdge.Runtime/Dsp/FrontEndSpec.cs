namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// A front end as read and proved by <see cref="FrontEndSection"/>: its settings and its tables, rented from the pool.
    /// The kernels trust it.
    /// </summary>
    public sealed class FrontEndSpec
    {
        /// <summary>Instance fields, for the pool's account.</summary>
        internal const int FieldCount = 8;

        internal FrontEndSpec(PreprocessingConfig config)
        {
            Config = config;
        }

        public PreprocessingConfig Config { get; }

        /// <summary>(2 * bands) first bin, count of bins.</summary>
        internal short[] BandRanges { get; set; }

        /// <summary>(sum of counts) int16 Q14.</summary>
        internal short[] BandWeights { get; set; }

        /// <summary>(coefficients, bands) int16 Q15; null without DCT.</summary>
        internal short[] DctMatrix { get; set; }

        /// <summary>(features per frame) int32 Q12.</summary>
        internal int[] Offsets { get; set; }

        /// <summary>(features per frame) int16, 0 or more.</summary>
        internal short[] Multipliers { get; set; }

        /// <summary>Right shift of the quantiser, 1 to 31.</summary>
        public int QuantizerShift { get; internal set; }

        /// <summary>int8 value of a feature that equals its offset.</summary>
        public int ZeroPoint { get; internal set; }
    }
}
