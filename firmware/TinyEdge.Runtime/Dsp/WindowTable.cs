namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Makes the Q12 coefficients of a periodic window.</summary>
    internal static class WindowTable
    {
        /// <summary>1.0. With it, (8 * 65535) * 4096 is the largest product of sample and window, and fits int32.</summary>
        public const int One = 4096;

        private const int HalfQ15 = 16384;
        private const int Hamming54Q15 = 17695;
        private const int Hamming46Q15 = 15073;

        /// <summary>Fills the first <paramref name="length"/> entries of <paramref name="window"/> // int16 Q12, 0..4096.</summary>
        public static void Fill(short[] window, int length, WindowType type)
        {
            int pedestal = type == WindowType.Hann ? HalfQ15 : Hamming54Q15;
            int depth = type == WindowType.Hann ? HalfQ15 : Hamming46Q15;
            ushort[] sine = QuarterSine.CreateTable();
            for (int n = 0; n < length; n++)
            {
                int value = pedestal - (((QuarterSine.Cosine(sine, n, length) * depth) + 16384) >> 15);
                window[n] = (short)(type == WindowType.Rectangular ? One : (value + 4) >> 3);
            }
        }
    }
}
