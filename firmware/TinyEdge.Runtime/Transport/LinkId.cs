namespace TinyEdge.Runtime.Transport
{
    /// <summary>Which link a command came over: owns challenges, back-off and update sessions.</summary>
    public static class LinkId
    {
        public const int Http = 0;
        public const int Serial = 1;

        /// <summary>Number of links.</summary>
        public const int Count = 2;
    }
}
