namespace TinyEdge.Runtime.Supervision
{
    /// <summary>
    /// Version of this runtime, as bundles and applications see it. An application assembly binds to major and minor, so the assembly
    /// version says the same.
    /// </summary>
    public static class RuntimeVersion
    {
        /// <summary>0.1.0, packed 8.8.16.</summary>
        public const uint Packed = 0x00010000;

        /// <summary>Oldest version that an application compiled against this one can run on.</summary>
        public const uint OldestForApps = Packed & 0xFFFF0000;

        /// <summary>Newest version that an application compiled against this one can run on.</summary>
        public const uint NewestForApps = OldestForApps | 0xFFFF;
    }
}
