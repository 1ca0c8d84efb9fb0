namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The one definition of requantisation: int32 accumulator to output scale with a single rounding, half towards plus
    /// infinity. This is TensorFlow Lite's TFLITE_SINGLE_ROUNDING arithmetic; its older default rounds twice.
    /// </summary>
    public static class Requantize
    {
        /// <summary>Smallest and largest exponent of a multiplier: n = 31 - shift then lies in 1..62.</summary>
        public const int MinShift = -31;
        public const int MaxShift = 30;

        /// <param name="accumulator">Any int32.</param>
        /// <param name="multiplier">Q31 mantissa: 0, or 2^30 to 2^31 - 1.</param>
        /// <param name="rightShift">n = 31 - shift, 1 to 62.</param>
        /// <returns>round(accumulator * multiplier / 2^n); cannot overflow: the product is below 2^62.</returns>
        public static long Apply(int accumulator, int multiplier, int rightShift)
        {
            return (((long)accumulator * multiplier) + (1L << (rightShift - 1))) >> rightShift;
        }
    }
}
