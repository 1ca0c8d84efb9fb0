namespace TinyEdge.Runtime.Update
{
    /// <summary>How the latest update ended; one byte of the boot record, kept until the next one ends.</summary>
    public enum UpdateOutcome
    {
        /// <summary>No update has ended since the record was made.</summary>
        None = 0,

        /// <summary>The trial passed its gate and is active.</summary>
        Confirmed = 1,

        /// <summary>The trial was dropped; the bank before it is active.</summary>
        Reverted = 2,

        /// <summary>A confirmed bank was left at boot because it crashed again and again or no longer verified.</summary>
        FellBack = 3,

        /// <summary>A person went back.</summary>
        RolledBack = 4,
    }
}
