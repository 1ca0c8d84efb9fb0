using System;
using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The boot record: 64 bytes, little endian, the only thing that decides which bank runs. The object is its bytes; all
    /// fields change together because the record is only ever written whole. Layout in SPEC.md.
    /// In phase IDLE the trial fields, when the sequence is not 0, name the earlier confirmed bundle in the other bank.
    /// </summary>
    public sealed class BootRecord
    {
        public const int SizeBytes = 64;
        public const int Format = 1;
        public const int FingerprintBytes = BundleFormat.FingerprintSize;

        /// <summary>"TEBR" read as a little-endian word.</summary>
        public const uint Magic = 0x52424554;

        /// <summary>Highest value of the attempts field, as in the manifest.</summary>
        public const int MaxAttempts = BundleFormat.MaxTrialAttempts;

        private const int ActiveFingerprintAt = 24;
        private const int TrialFingerprintAt = 32;
        private const int ReservedAt = 51;
        private const int CrcAt = 60;

        private readonly byte[] _bytes = new byte[SizeBytes];

        /// <summary>The 64 bytes as they lie on flash (the CRC is current only after <see cref="Seal"/>).</summary>
        public byte[] Bytes
        {
            get { return _bytes; }
        }

        public UpdatePhase Phase
        {
            get { return (UpdatePhase)_bytes[6]; }
            set { _bytes[6] = (byte)value; }
        }

        /// <summary>0 = A, 1 = B, 255 = golden app.</summary>
        public int ActiveBank
        {
            get { return _bytes[7]; }
            set { _bytes[7] = (byte)value; }
        }

        /// <summary>Age of the record: 1..0xFFFFFFFE, then 1 again. 0 only in a factory record that was never written.</summary>
        public uint Sequence
        {
            get { return LittleEndian.ReadUInt32(_bytes, 8); }
            set { LittleEndian.WriteInt32(_bytes, 8, (int)value); }
        }

        /// <summary>0 = A, 1 = B, 255 = none.</summary>
        public int TrialBank
        {
            get { return _bytes[12]; }
            set { _bytes[12] = (byte)value; }
        }

        /// <summary>Boots of the trial bank that are still allowed.</summary>
        public int AttemptsLeft
        {
            get { return _bytes[13]; }
            set { _bytes[13] = (byte)value; }
        }

        /// <summary>Boots of the active bank in a row that did not reach a healthy uptime.</summary>
        public int UncleanBoots
        {
            get { return _bytes[14]; }
            set { _bytes[14] = (byte)value; }
        }

        public UpdateOutcome LastOutcome
        {
            get { return (UpdateOutcome)_bytes[15]; }
            set { _bytes[15] = (byte)value; }
        }

        /// <summary>0 with the golden app.</summary>
        public uint ActiveBundleSequence
        {
            get { return LittleEndian.ReadUInt32(_bytes, 16); }
            set { LittleEndian.WriteInt32(_bytes, 16, (int)value); }
        }

        public uint TrialBundleSequence
        {
            get { return LittleEndian.ReadUInt32(_bytes, 20); }
            set { LittleEndian.WriteInt32(_bytes, 20, (int)value); }
        }

        /// <summary>A bundle with a lower floor is refused; raised only together with a confirm.</summary>
        public uint SecurityFloor
        {
            get { return LittleEndian.ReadUInt32(_bytes, 40); }
            set { LittleEndian.WriteInt32(_bytes, 40, (int)value); }
        }

        public int KeyringEpoch
        {
            get { return LittleEndian.ReadUInt16(_bytes, 44); }
            set { LittleEndian.WriteInt16(_bytes, 44, value); }
        }

        public ResultCode LastReason
        {
            get { return (ResultCode)LittleEndian.ReadUInt16(_bytes, 46); }
            set { LittleEndian.WriteInt16(_bytes, 46, (int)value); }
        }

        /// <summary>Bit n set: pinned key n is revoked.</summary>
        public int RevokedKeys
        {
            get { return LittleEndian.ReadUInt16(_bytes, 48); }
            set { LittleEndian.WriteInt16(_bytes, 48, value); }
        }

        /// <summary>How often the bundle of <see cref="FailedSequence"/> failed, at most 255.</summary>
        public int FailedCount
        {
            get { return _bytes[50]; }
            set { _bytes[50] = (byte)value; }
        }

        public uint FailedSequence
        {
            get { return LittleEndian.ReadUInt32(_bytes, 52); }
            set { LittleEndian.WriteInt32(_bytes, 52, (int)value); }
        }

        /// <summary>Highest bundle sequence ever confirmed: the replay mark. Survives going back to an older bundle.</summary>
        public uint ConfirmedSequence
        {
            get { return LittleEndian.ReadUInt32(_bytes, 56); }
            set { LittleEndian.WriteInt32(_bytes, 56, (int)value); }
        }

        /// <summary>True when the bank that is not active holds an earlier confirmed bundle.</summary>
        public bool OtherIsGood
        {
            get { return Phase == UpdatePhase.Idle && ActiveBank != Bank.Golden && TrialBundleSequence != 0; }
        }

        /// <summary>The record of a device that has none: golden app, nothing pending, the build's own floor.</summary>
        public void SetFactory(uint securityFloor, int keyringEpoch)
        {
            Array.Clear(_bytes, 0, SizeBytes);
            LittleEndian.WriteInt32(_bytes, 0, (int)Magic);
            LittleEndian.WriteInt16(_bytes, 4, Format);
            ActiveBank = Bank.Golden;
            TrialBank = Bank.None;
            SecurityFloor = securityFloor;
            KeyringEpoch = keyringEpoch;
        }

        public void CopyFrom(BootRecord other)
        {
            Array.Copy(other._bytes, 0, _bytes, 0, SizeBytes);
        }

        public void CopyActiveFingerprint(byte[] destination, int offset)
        {
            Array.Copy(_bytes, ActiveFingerprintAt, destination, offset, FingerprintBytes);
        }

        public void CopyTrialFingerprint(byte[] destination, int offset)
        {
            Array.Copy(_bytes, TrialFingerprintAt, destination, offset, FingerprintBytes);
        }

        public bool IsActiveFingerprint(byte[] fingerprint, int offset)
        {
            return ByteRange.AreEqual(_bytes, ActiveFingerprintAt, fingerprint, offset, FingerprintBytes);
        }

        public bool IsTrialFingerprint(byte[] fingerprint, int offset)
        {
            return ByteRange.AreEqual(_bytes, TrialFingerprintAt, fingerprint, offset, FingerprintBytes);
        }

        /// <summary>Names the golden app as active.</summary>
        public void SetActiveGolden()
        {
            ActiveBank = Bank.Golden;
            ActiveBundleSequence = 0;
            Array.Clear(_bytes, ActiveFingerprintAt, FingerprintBytes);
        }

        /// <summary>Names the spare bank and what goes into it.</summary>
        public void SetTrial(int bank, uint bundleSequence, byte[] fingerprint, int offset)
        {
            TrialBank = bank;
            TrialBundleSequence = bundleSequence;
            Array.Copy(fingerprint, offset, _bytes, TrialFingerprintAt, FingerprintBytes);
        }

        /// <summary>Records that no other bank holds anything usable.</summary>
        public void ClearTrial()
        {
            TrialBank = Bank.None;
            AttemptsLeft = 0;
            TrialBundleSequence = 0;
            Array.Clear(_bytes, TrialFingerprintAt, FingerprintBytes);
        }

        /// <summary>Makes the bundle of the trial fields active in <paramref name="bank"/>; the one that was active takes their place.</summary>
        public void ExchangeActiveAndTrial(int bank)
        {
            uint sequence = ActiveBundleSequence;
            ActiveBundleSequence = TrialBundleSequence;
            TrialBundleSequence = sequence;
            for (int i = 0; i < FingerprintBytes; i++)
            {
                byte one = _bytes[ActiveFingerprintAt + i];
                _bytes[ActiveFingerprintAt + i] = _bytes[TrialFingerprintAt + i];
                _bytes[TrialFingerprintAt + i] = one;
            }

            ActiveBank = bank;
            TrialBank = Bank.None;
        }

        /// <summary>Computes the CRC over the 60 bytes before it.</summary>
        public void Seal()
        {
            LittleEndian.WriteInt32(_bytes, CrcAt, (int)Crc32.Compute(_bytes, 0, CrcAt));
        }

        /// <summary>True for bytes that this code could have written: magic, format, CRC, and every field within its range.</summary>
        public bool IsValid()
        {
            return LittleEndian.ReadUInt32(_bytes, 0) == Magic
                && LittleEndian.ReadUInt16(_bytes, 4) == Format
                && LittleEndian.ReadUInt32(_bytes, CrcAt) == Crc32.Compute(_bytes, 0, CrcAt)
                && _bytes[ReservedAt] == 0
                && Sequence != 0 && Sequence != 0xFFFFFFFF
                && AreBanksConsistent();
        }

        private bool AreBanksConsistent()
        {
            if ((int)Phase > (int)UpdatePhase.Reverted || (int)LastOutcome > (int)UpdateOutcome.RolledBack
                || !Bank.IsKnown(ActiveBank) || !Bank.IsKnown(TrialBank) || AttemptsLeft > MaxAttempts
                || (ActiveBank == Bank.Golden) != (ActiveBundleSequence == 0)
                || (Phase == UpdatePhase.Staged && AttemptsLeft == 0))
            {
                return false;
            }

            bool pending = Phase == UpdatePhase.Writing || Phase == UpdatePhase.Staged || Phase == UpdatePhase.Trial;
            return pending ? TrialBank != Bank.None && TrialBank != ActiveBank : TrialBank == Bank.None;
        }
    }
}
