namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Makes the Q15 coefficients of a periodic window. 1.0 does not fit int16 and is stored as 32767.</summary>
    internal static class WindowTable
    {
        private const int HalfQ15 = 16384;
        private const int Hamming54Q15 = 17695;
        private const int Hamming46Q15 = 15073;

        /// <summary>Fills <paramref name="window"/> // (windowSize) int16 Q15, 0..32767.</summary>
        public static void Fill(short[] window, int length, WindowType type)
        {
            int pedestal = type == WindowType.Hann ? HalfQ15 : Hamming54Q15;
            int depth = type == WindowType.Hann ? HalfQ15 : Hamming46Q15;
            ushort[] sine = QuarterSine.CreateTable();
            for (int n = 0; n < length; n++)
            {
                int value = pedestal - (((QuarterSine.Cosine(sine, n, length) * depth) + 16384) >> 15);
                window[n] = (short)(value > short.MaxValue ? short.MaxValue : value);
            }
        }
    }
}
