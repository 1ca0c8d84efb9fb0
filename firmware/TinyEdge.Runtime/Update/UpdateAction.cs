namespace TinyEdge.Runtime.Update
{
    /// <summary>What a transition does to the other fields of the record, besides setting the phase.</summary>
    public enum UpdateAction
    {
        /// <summary>Nothing else changes.</summary>
        None = 0,

        /// <summary>Names the incoming bundle as the spare bank's only (unfinished) content.</summary>
        ClaimSpare = 1,

        /// <summary>Sets the attempts and clears the reason.</summary>
        ArmTrial = 2,

        /// <summary>Records that the spare bank holds nothing usable.</summary>
        ForgetSpare = 3,

        /// <summary>Takes one attempt, before the trial code is loaded.</summary>
        SpendAttempt = 4,

        /// <summary>Adds one to the unclean boots.</summary>
        CountBoot = 5,

        /// <summary>Keeps the active bank, remembers the trial as failed with its reason.</summary>
        DropTrial = 6,

        /// <summary>Makes the other verified bank, or the golden app, active, with the reason.</summary>
        SwitchActive = 7,

        /// <summary>Keeps the reason as a breadcrumb.</summary>
        NoteReason = 8,

        /// <summary>Active = trial, floor raised, high-water mark raised, the old active bank kept as the one to go back to.</summary>
        Promote = 9,

        /// <summary>Clears the unclean boots.</summary>
        ClearBoots = 10,

        /// <summary>Clears the unclean boots and forgets the spare bank: the outcome was reported.</summary>
        CloseReport = 11,
    }
}
