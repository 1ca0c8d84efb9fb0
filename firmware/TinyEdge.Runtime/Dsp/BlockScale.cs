namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Block floating point: takes the mean out of a window and scales the window so that its peak uses 15 bits. A vibration of
    /// ten counts then has the same relative precision as one of ten thousand.
    /// </summary>
    internal static class BlockScale
    {
        /// <summary>What <see cref="Normalize"/> returns for a window without any signal.</summary>
        public const int Silence = int.MinValue;

        private const int FractionBits = 8;

        /// <summary>
        /// Scales in place. The mean is kept to 1/256 count, so a removed offset leaves at most 1/512 count in bin 0.
        /// </summary>
        /// <param name="samples">(length) int16 counts; afterwards int16, peak in 16384..32767.</param>
        /// <param name="length">1 to 512.</param>
        /// <param name="subtractMean">False leaves the mean in.</param>
        /// <returns>The exponent e, -22..3: signal = samples * 2^e counts; <see cref="Silence"/> when all is zero.</returns>
        public static int Normalize(short[] samples, int length, bool subtractMean)
        {
            int sum = 0;
            int least = short.MaxValue;
            int most = short.MinValue;
            for (int n = 0; n < length; n++)
            {
                int sample = samples[n];
                sum += sample;
                if (sample < least)
                {
                    least = sample;
                }

                if (sample > most)
                {
                    most = sample;
                }
            }

            int mean = subtractMean ? MeanQ8(sum, length) : 0;
            int high = (most << FractionBits) - mean;
            int low = mean - (least << FractionBits);
            int peak = high > low ? high : low;
            if (peak <= 0)
            {
                return Silence;
            }

            int shift = ShiftFor(peak);
            Shift(samples, length, mean, shift);
            return shift - FractionBits;
        }

        /// <summary>Whole counts and rest are scaled apart: the sum of 512 full-scale samples times 256 would not fit int32.</summary>
        private static int MeanQ8(int sum, int length)
        {
            int whole = sum / length;
            int rest = (sum - (whole * length)) << FractionBits;
            int half = length >> 1;
            int fraction = rest >= 0 ? (rest + half) / length : -((half - rest) / length);
            return (whole << FractionBits) + fraction;
        }

        /// <summary>The smallest right shift (negative: left) after which the rounded peak still fits int16.</summary>
        private static int ShiftFor(int peak)
        {
            int shift = 0;
            while (Rounded(peak, shift) > short.MaxValue)
            {
                shift++;
            }

            while (shift <= 0 && (peak << (1 - shift)) <= short.MaxValue)
            {
                shift--;
            }

            return shift;
        }

        private static int Rounded(int value, int shift)
        {
            return shift == 0 ? value : (value + (1 << (shift - 1))) >> shift;
        }

        private static void Shift(short[] samples, int length, int mean, int shift)
        {
            if (shift <= 0)
            {
                int left = -shift;
                for (int n = 0; n < length; n++)
                {
                    samples[n] = (short)(((samples[n] << FractionBits) - mean) << left);
                }

                return;
            }

            int half = (1 << (shift - 1)) - mean;
            for (int n = 0; n < length; n++)
            {
                samples[n] = (short)(((samples[n] << FractionBits) + half) >> shift);
            }
        }
    }
}
