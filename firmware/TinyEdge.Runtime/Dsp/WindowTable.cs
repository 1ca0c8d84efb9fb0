namespace TinyEdge.Runtime.Dsp
{
    /// <summary>Makes the Q14 coefficients of a periodic window.</summary>
    internal static class WindowTable
    {
        /// <summary>1.0.</summary>
        public const int One = 16384;

        private const int HalfQ15 = 16384;
        private const int Hamming54Q15 = 17695;
        private const int Hamming46Q15 = 15073;

        /// <summary>Fills the first <paramref name="length"/> entries of <paramref name="window"/> // int16 Q14, 0..16384; half of it on demand.</summary>
        public static void Fill(short[] window, int length, WindowType type, bool isHalved)
        {
            int pedestal = type == WindowType.Hann ? HalfQ15 : Hamming54Q15;
            int depth = type == WindowType.Hann ? HalfQ15 : Hamming46Q15;
            ushort[] sine = QuarterSine.CreateTable();
            for (int n = 0; n < length; n++)
            {
                int value = pedestal - (((QuarterSine.Cosine(sine, n, length) * depth) + 16384) >> 15);
                value = type == WindowType.Rectangular ? One : (value + 1) >> 1;
                window[n] = (short)(isHalved ? (value + 1) >> 1 : value);
            }
        }
    }
}
