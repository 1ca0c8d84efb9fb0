namespace TinyEdge.Runtime.Update
{
    /// <summary>What can happen to the boot record. Every record ever written is one or more of these applied in order.</summary>
    public enum UpdateEvent
    {
        /// <summary>A signed head passed the policy; the spare bank is about to be written.</summary>
        BeginWrite = 0,

        /// <summary>The whole spare bank was verified by read-back.</summary>
        Stage = 1,

        /// <summary>The transfer was given up or its flash failed.</summary>
        GiveUp = 2,

        /// <summary>Power-on with a verified trial bank and attempts left.</summary>
        BootTrial = 3,

        /// <summary>Power-on with a verified active bank.</summary>
        BootActive = 4,

        /// <summary>Power-on in a trial whose attempts are used up.</summary>
        AttemptsUsedUp = 5,

        /// <summary>Power-on and the trial bank does not verify.</summary>
        TrialBankBad = 6,

        /// <summary>Power-on and the active bank does not verify.</summary>
        ActiveBankBad = 7,

        /// <summary>Power-on after five boots in a row that did not reach a healthy uptime.</summary>
        CrashLoop = 8,

        /// <summary>An attempt ended early (load failure, exception); the trial goes on with the next boot.</summary>
        AttemptFailed = 9,

        /// <summary>The health gate passed.</summary>
        Confirm = 10,

        /// <summary>The health gate failed for good.</summary>
        TrialFailed = 11,

        /// <summary>A person asked to go back.</summary>
        OperatorRollback = 12,

        /// <summary>Healthy uptime reached or a clean reboot asked for.</summary>
        Settle = 13,
    }
}
