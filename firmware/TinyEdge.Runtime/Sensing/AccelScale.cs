namespace TinyEdge.Runtime.Sensing
{
    /// <summary>The one unit of acceleration inside TinyEdge: int16, 4096 counts per g, so plus or minus 8 g.</summary>
    public static class AccelScale
    {
        public const int LsbPerG = 4096;

        /// <summary>What an application may ask for: 2, 4, 8 or 16 g.</summary>
        public static bool IsRange(int rangeG)
        {
            return rangeG == 2 || rangeG == 4 || rangeG == 8 || rangeG == 16;
        }
    }
}
