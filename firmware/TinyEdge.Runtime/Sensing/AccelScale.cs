namespace TinyEdge.Runtime.Sensing
{
    /// <summary>The one unit of acceleration inside TinyEdge: int16, 4096 counts per g, so plus or minus 8 g.</summary>
    public static class AccelScale
    {
        public const int LsbPerG = 4096;
    }
}
