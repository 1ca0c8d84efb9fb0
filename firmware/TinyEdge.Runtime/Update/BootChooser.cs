using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Decides at power-on what runs: trial bank, active bank, other bank, golden app, in that order, each only after it was
    /// verified from flash. At most one record is written, after the verification (so that boots which die of a brown-out before it
    /// cost nothing) and before any code of a bank is loaded.
    /// </summary>
    public sealed class BootChooser
    {
        /// <summary>So many boots of the active bank in a row without a healthy uptime, and it is left.</summary>
        public const int MaxUncleanBoots = 5;

        private readonly BootJournal _journal;
        private readonly BankReader _reader;
        private readonly BundleParser _parser;
        private bool _changed;

        public BootChooser(BootJournal journal, BankReader reader, BundleParser parser)
        {
            _journal = journal;
            _reader = reader;
            _parser = parser;
        }

        /// <summary>Chooses and records. The journal has been loaded.</summary>
        /// <param name="recordResult">Ok, or why the record could not be written; a trial is then not started.</param>
        /// <returns>The bank to run; the parser holds its head unless it is <see cref="Bank.Golden"/>.</returns>
        public int Choose(out ResultCode recordResult)
        {
            recordResult = ResultCode.Ok;
            _journal.Begin();
            _changed = false;
            if (TryChooseTrial())
            {
                recordResult = _journal.TryCommit();
                if (recordResult == ResultCode.Ok)
                {
                    return _journal.Current.TrialBank;
                }

                // The attempt could not be counted, so the trial code is not loaded; the record stays as it is for the next boot.
                return ChooseWithoutRecord();
            }

            int bank = ChooseActive();
            if (_changed)
            {
                recordResult = _journal.TryCommit();
            }

            return bank;
        }

        /// <summary>
        /// Where going back leads: the other bank when it is recorded good, verifies, and its floor is not below the record's; else the golden app.
        /// </summary>
        public int FallbackOf(BootRecord record)
        {
            if (!record.OtherIsGood)
            {
                return Bank.Golden;
            }

            int other = Bank.SpareOf(record.ActiveBank);
            record.CopyTrialFingerprint(_reader.Expected, 0);
            bool usable = _reader.TryVerify(other, true) == ResultCode.Ok && _parser.Manifest.SecurityFloor >= record.SecurityFloor;
            return usable ? other : Bank.Golden;
        }

        /// <summary>Applies what a pending trial calls for; true when the trial bank is to run.</summary>
        private bool TryChooseTrial()
        {
            BootRecord next = _journal.Next;
            if (next.Phase != UpdatePhase.Staged && next.Phase != UpdatePhase.Trial)
            {
                return false;
            }

            _changed = true;
            if (next.AttemptsLeft == 0)
            {
                ResultCode breadcrumb = next.LastReason;
                _journal.Apply(UpdateEvent.AttemptsUsedUp, breadcrumb == ResultCode.Ok ? ResultCode.AttemptsExhausted : breadcrumb, 0);
                return false;
            }

            next.CopyTrialFingerprint(_reader.Expected, 0);
            ResultCode code = _reader.TryVerify(next.TrialBank, false);
            if (code != ResultCode.Ok)
            {
                _journal.Apply(UpdateEvent.TrialBankBad, code, 0);
                return false;
            }

            _journal.Apply(UpdateEvent.BootTrial);
            return true;
        }

        private int ChooseActive()
        {
            BootRecord next = _journal.Next;
            if (next.ActiveBank == Bank.Golden)
            {
                return Bank.Golden;
            }

            if (next.UncleanBoots >= MaxUncleanBoots)
            {
                SwitchActive(UpdateEvent.CrashLoop, ResultCode.CrashLoop);
            }
            else
            {
                next.CopyActiveFingerprint(_reader.Expected, 0);
                ResultCode code = _reader.TryVerify(next.ActiveBank, true);
                if (code != ResultCode.Ok)
                {
                    SwitchActive(UpdateEvent.ActiveBankBad, code);
                }
            }

            if (next.ActiveBank != Bank.Golden)
            {
                _changed = true;
                _journal.Apply(UpdateEvent.BootActive);
            }

            return next.ActiveBank;
        }

        private void SwitchActive(UpdateEvent happened, ResultCode reason)
        {
            _changed = true;
            _journal.Apply(happened, reason, FallbackOf(_journal.Next));
        }

        /// <summary>The active bank as it is, or the golden app, with nothing recorded: the flash does not take records at the moment.</summary>
        private int ChooseWithoutRecord()
        {
            BootRecord current = _journal.Current;
            if (current.ActiveBank == Bank.Golden)
            {
                return Bank.Golden;
            }

            current.CopyActiveFingerprint(_reader.Expected, 0);
            return _reader.TryVerify(current.ActiveBank, true) == ResultCode.Ok ? current.ActiveBank : Bank.Golden;
        }
    }
}
