namespace TinyEdge.Runtime.Update
{
    /// <summary>Where an update stands; one byte of the boot record. Values are part of the format.</summary>
    public enum UpdatePhase
    {
        /// <summary>Nothing pending. The other bank, if recorded, is an earlier confirmed bundle.</summary>
        Idle = 0,

        /// <summary>The spare bank is being written and must not be booted; a partial bundle may be resumed.</summary>
        Writing = 1,

        /// <summary>The spare bank was read back whole and verified; the next boot tries it (In-Field Update: TestPending).</summary>
        Staged = 2,

        /// <summary>The spare bank is being tried and is not yet confirmed (In-Field Update: Testing).</summary>
        Trial = 3,

        /// <summary>The device went back and says why; settles to Idle once that was reported.</summary>
        Reverted = 4,
    }
}
