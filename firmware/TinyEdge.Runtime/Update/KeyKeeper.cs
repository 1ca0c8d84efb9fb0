using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// Who may sign, from boot to boot: the build's keys, or those of the keyring whose epoch the boot record names. A keyring takes effect
    /// with the confirm of its bundle, in the same record, and with nothing else.
    /// </summary>
    internal sealed class KeyKeeper
    {
        private readonly KeyRing _keys;
        private readonly KeyringFiles _files;
        private readonly byte[] _scratch;
        private ResultCode _result;

        /// <param name="scratch">At least 4096 bytes, free whenever a member is called.</param>
        public KeyKeeper(KeyRing keys, IFileStore files, byte[] scratch)
        {
            _keys = keys;
            _files = new KeyringFiles(files);
            _scratch = scratch;
        }

        /// <summary>Ok, or KeyringLost while the build's keys stand in for those that the record names.</summary>
        public ResultCode Result
        {
            get { return _result; }
        }

        /// <summary>
        /// At boot: lets the keys hold that the record names. A build whose own epoch is as high was flashed by cable since, and wins. Without
        /// the keyring's files: the build's keys, less those that the record says are revoked.
        /// </summary>
        public void Restore(BootRecord record)
        {
            if (record.KeyringEpoch > _keys.BuildEpoch && !TryAdopt(record))
            {
                _keys.TryRestore(_keys.BuildEpoch, record.RevokedKeys);
            }
        }

        /// <summary>Lets the keyring hold that the record names; if it cannot be read, the keys stay as they are until the next boot.</summary>
        public bool TryAdopt(BootRecord record)
        {
            _result = _files.TryOpen(record.KeyringEpoch, _scratch);
            if (_result == ResultCode.Ok)
            {
                _keys.Adopt(_files, _scratch, 0);
            }

            return _result == ResultCode.Ok;
        }

        /// <summary>Before a confirm: makes the keyring of the bundle durable and notes it in the record that is about to be written.</summary>
        /// <param name="running">The bundle on trial; it carries a keyring.</param>
        /// <param name="bank">Its bank.</param>
        /// <param name="next">Gets epoch and revocations.</param>
        public ResultCode Prepare(RunningBundle running, int bank, BootRecord next)
        {
            int epoch = _keys.Epoch + 1;
            ResultCode code = _files.TryStore(epoch, Bank.FileOf(bank), running.KeyringOffset, running.KeyringLength, _scratch);
            if (code == ResultCode.Ok)
            {
                next.KeyringEpoch = epoch;
                next.RevokedKeys |= _keys.RevokedOfBuild(_scratch, 0, _scratch, _scratch.Length - PublicKey.RecordSize);
            }

            return code;
        }
    }
}
