namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// One quarter of a sine in Q15, the only source of twiddles and windows. Index i is the angle 2 pi i / 512; entry i is
    /// round(32768 sin(2 pi i / 512)), and the last one is exactly 1.0 = 32768, which is why it is not int16.
    /// </summary>
    internal static class QuarterSine
    {
        /// <summary>Steps of a whole turn.</summary>
        public const int Turn = 512;

        private const int Quarter = Turn / 4;

        /// <summary>A new table of 129 values. Made during Prepare and dropped after it, so it costs no RAM later.</summary>
        public static ushort[] CreateTable()
        {
            return new ushort[]
            {
                0, 402, 804, 1206, 1608, 2009, 2411, 2811, 3212, 3612, 4011, 4410,
                4808, 5205, 5602, 5998, 6393, 6787, 7180, 7571, 7962, 8351, 8740, 9127,
                9512, 9896, 10279, 10660, 11039, 11417, 11793, 12167, 12540, 12910, 13279, 13646,
                14010, 14373, 14733, 15091, 15447, 15800, 16151, 16500, 16846, 17190, 17531, 17869,
                18205, 18538, 18868, 19195, 19520, 19841, 20160, 20475, 20788, 21097, 21403, 21706,
                22006, 22302, 22595, 22884, 23170, 23453, 23732, 24008, 24279, 24548, 24812, 25073,
                25330, 25583, 25833, 26078, 26320, 26557, 26791, 27020, 27246, 27467, 27684, 27897,
                28106, 28311, 28511, 28707, 28899, 29086, 29269, 29448, 29622, 29792, 29957, 30118,
                30274, 30425, 30572, 30715, 30853, 30986, 31114, 31238, 31357, 31471, 31581, 31686,
                31786, 31881, 31972, 32058, 32138, 32214, 32286, 32352, 32413, 32470, 32522, 32568,
                32610, 32647, 32679, 32706, 32729, 32746, 32758, 32766, 32768,
            };
        }

        /// <summary>Q15 sine of 2 pi index / 512; any index from 0 up.</summary>
        public static int Sine(ushort[] table, int index)
        {
            int step = index & (Quarter - 1);
            switch ((index / Quarter) & 3)
            {
                case 0:
                    return table[step];
                case 1:
                    return table[Quarter - step];
                case 2:
                    return -table[step];
                default:
                    return -table[Quarter - step];
            }
        }

        /// <summary>
        /// Q15 cosine of 2 pi numerator / denominator, 0 &lt;= numerator &lt;= denominator &lt;= 512. Between table entries the value is
        /// interpolated linearly: error below 1.2 units of Q15.
        /// </summary>
        public static int Cosine(ushort[] table, int numerator, int denominator)
        {
            int scaled = numerator * Turn;
            int index = scaled / denominator;
            int rest = scaled - (index * denominator);
            int low = Sine(table, index + Quarter);
            int rise = (Sine(table, index + Quarter + 1) - low) * rest;
            int half = denominator >> 1;
            return low + (rise >= 0 ? (rise + half) / denominator : -((half - rise) / denominator));
        }
    }
}
