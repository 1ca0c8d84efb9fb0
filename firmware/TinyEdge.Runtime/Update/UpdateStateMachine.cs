using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The whole update as one table. What is not in it cannot happen: such an event is refused and the record stays as it is.
    /// SPEC.md prints the same table; a test compares them.
    /// </summary>
    public static class UpdateStateMachine
    {
        public const int PhaseCount = 5;
        public const int EventCount = 14;

        private const int RowBytes = 4;

        private const byte Idle = (byte)UpdatePhase.Idle;
        private const byte Writing = (byte)UpdatePhase.Writing;
        private const byte Staged = (byte)UpdatePhase.Staged;
        private const byte Trial = (byte)UpdatePhase.Trial;
        private const byte Reverted = (byte)UpdatePhase.Reverted;

        // phase, event, next phase, action. 132 bytes: with CRC-32, the only static data of the update code.
        private static readonly byte[] s_rows =
        {
            Idle, (byte)UpdateEvent.BeginWrite, Writing, (byte)UpdateAction.ClaimSpare,
            Idle, (byte)UpdateEvent.BootActive, Idle, (byte)UpdateAction.CountBoot,
            Idle, (byte)UpdateEvent.ActiveBankBad, Reverted, (byte)UpdateAction.SwitchActive,
            Idle, (byte)UpdateEvent.CrashLoop, Reverted, (byte)UpdateAction.SwitchActive,
            Idle, (byte)UpdateEvent.OperatorRollback, Reverted, (byte)UpdateAction.SwitchActive,
            Idle, (byte)UpdateEvent.Settle, Idle, (byte)UpdateAction.ClearBoots,

            Writing, (byte)UpdateEvent.BeginWrite, Writing, (byte)UpdateAction.ClaimSpare,
            Writing, (byte)UpdateEvent.Stage, Staged, (byte)UpdateAction.ArmTrial,
            Writing, (byte)UpdateEvent.GiveUp, Idle, (byte)UpdateAction.ForgetSpare,
            Writing, (byte)UpdateEvent.BootActive, Writing, (byte)UpdateAction.CountBoot,
            Writing, (byte)UpdateEvent.ActiveBankBad, Reverted, (byte)UpdateAction.SwitchActive,
            Writing, (byte)UpdateEvent.CrashLoop, Reverted, (byte)UpdateAction.SwitchActive,
            Writing, (byte)UpdateEvent.OperatorRollback, Reverted, (byte)UpdateAction.SwitchActive,
            Writing, (byte)UpdateEvent.Settle, Writing, (byte)UpdateAction.ClearBoots,

            Staged, (byte)UpdateEvent.BeginWrite, Writing, (byte)UpdateAction.ClaimSpare,
            Staged, (byte)UpdateEvent.GiveUp, Idle, (byte)UpdateAction.ForgetSpare,
            Staged, (byte)UpdateEvent.BootTrial, Trial, (byte)UpdateAction.SpendAttempt,
            Staged, (byte)UpdateEvent.TrialBankBad, Reverted, (byte)UpdateAction.DropTrial,
            Staged, (byte)UpdateEvent.OperatorRollback, Reverted, (byte)UpdateAction.DropTrial,
            Staged, (byte)UpdateEvent.Settle, Staged, (byte)UpdateAction.ClearBoots,

            Trial, (byte)UpdateEvent.BootTrial, Trial, (byte)UpdateAction.SpendAttempt,
            Trial, (byte)UpdateEvent.AttemptsUsedUp, Reverted, (byte)UpdateAction.DropTrial,
            Trial, (byte)UpdateEvent.TrialBankBad, Reverted, (byte)UpdateAction.DropTrial,
            Trial, (byte)UpdateEvent.AttemptFailed, Trial, (byte)UpdateAction.NoteReason,
            Trial, (byte)UpdateEvent.Confirm, Idle, (byte)UpdateAction.Promote,
            Trial, (byte)UpdateEvent.TrialFailed, Reverted, (byte)UpdateAction.DropTrial,
            Trial, (byte)UpdateEvent.OperatorRollback, Reverted, (byte)UpdateAction.DropTrial,

            Reverted, (byte)UpdateEvent.BeginWrite, Writing, (byte)UpdateAction.ClaimSpare,
            Reverted, (byte)UpdateEvent.BootActive, Reverted, (byte)UpdateAction.CountBoot,
            Reverted, (byte)UpdateEvent.ActiveBankBad, Reverted, (byte)UpdateAction.SwitchActive,
            Reverted, (byte)UpdateEvent.CrashLoop, Reverted, (byte)UpdateAction.SwitchActive,
            Reverted, (byte)UpdateEvent.OperatorRollback, Reverted, (byte)UpdateAction.SwitchActive,
            Reverted, (byte)UpdateEvent.Settle, Idle, (byte)UpdateAction.CloseReport,
        };

        /// <summary>Looks a transition up.</summary>
        /// <returns>Ok, or <see cref="ResultCode.InvalidTransition"/>; then next is the phase itself and the action None.</returns>
        public static ResultCode TryNext(UpdatePhase phase, UpdateEvent happened, out UpdatePhase next, out UpdateAction action)
        {
            byte[] rows = s_rows;
            for (int i = 0; i < rows.Length; i += RowBytes)
            {
                if (rows[i] == (int)phase && rows[i + 1] == (int)happened)
                {
                    next = (UpdatePhase)rows[i + 2];
                    action = (UpdateAction)rows[i + 3];
                    return ResultCode.Ok;
                }
            }

            next = phase;
            action = UpdateAction.None;
            return ResultCode.InvalidTransition;
        }
    }
}
