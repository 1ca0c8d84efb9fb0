namespace TinyEdge.Bundles
{
    /// <summary>What a component is; the numbers are part of the format.</summary>
    public static class ComponentType
    {
        public const int AppAssembly = 1;
        public const int Model = 2;
        public const int Thresholds = 3;
        public const int Calibration = 4;
        public const int GoldenVectors = 5;

        /// <summary>The keys that hold from the confirm of its bundle on.</summary>
        public const int Keyring = 6;
    }
}
