namespace TinyEdge.Bundles
{
    /// <summary>Bits of the manifest's health flags.</summary>
    public static class HealthPolicy
    {
        /// <summary>The trial is confirmed only after an authenticated companion was in contact.</summary>
        public const int RequireCompanionContact = 1;

        /// <summary>The device never confirms by itself; a companion must.</summary>
        public const int NoAutoConfirm = 2;

        public const int All = RequireCompanionContact | NoAutoConfirm;
    }
}
