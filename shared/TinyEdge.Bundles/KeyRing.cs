using System;

namespace TinyEdge.Bundles
{
    /// <summary>
    /// The trust store of a device: a few keys in fixed slots, of the build or of the keyring that a confirmed bundle brought. Only
    /// their ids are in memory; a record is fetched when a signature names it.
    /// </summary>
    public sealed class KeyRing : ITrustStore
    {
        /// <summary>Slots: enough for two releases' keys, a development key and a spare.</summary>
        public const int Capacity = 4;

        private const int RevokedAt = Capacity * PublicKey.KeyIdSize;

        private readonly IKeySource _build;
        private readonly int _buildEpoch;
        private readonly bool _acceptsDevelopmentKeys;

        // Ids of the keys, then of those that the keyring revokes.
        private readonly byte[] _ids = new byte[RevokedAt + (KeyringFormat.MaxRevoked * PublicKey.KeyIdSize)];
        private IKeySource _source;
        private int _count;
        private int _revokedMask;
        private int _revokedIds;
        private int _epoch;

        /// <summary>A ring without keys, for <see cref="TryAdd"/>.</summary>
        public KeyRing(int epoch, bool acceptsDevelopmentKeys)
            : this(new PinnedKeyList(), epoch, acceptsDevelopmentKeys)
        {
        }

        /// <param name="build">The keys of the build. Each record is checked here; one that is damaged ends the list.</param>
        /// <param name="epoch">Their epoch, 0 to 65535.</param>
        /// <param name="acceptsDevelopmentKeys">False on a release device.</param>
        public KeyRing(IKeySource build, int epoch, bool acceptsDevelopmentKeys)
        {
            _build = build;
            _source = build;
            _buildEpoch = epoch;
            _epoch = epoch;
            _acceptsDevelopmentKeys = acceptsDevelopmentKeys;
            if (build.Count > 0)
            {
                ReadBuild(new byte[PublicKey.RecordSize]);
            }
        }

        public int Epoch
        {
            get { return _epoch; }
        }

        /// <summary>Epoch of the build's own keys.</summary>
        public int BuildEpoch
        {
            get { return _buildEpoch; }
        }

        public bool AcceptsDevelopmentKeys
        {
            get { return _acceptsDevelopmentKeys; }
        }

        /// <summary>Keys in the ring.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Bit i set: the key in slot i is revoked.</summary>
        public int RevokedMask
        {
            get { return _revokedMask; }
        }

        /// <summary>Ids of the keys, 8 bytes each, slot after slot. Not to be changed.</summary>
        public byte[] Ids
        {
            get { return _ids; }
        }

        /// <summary>Puts a key into the next free slot of a ring that was made without keys.</summary>
        /// <returns>Ok, or BadKey when the ring is full or already holds that key.</returns>
        public ResultCode TryAdd(PublicKey key)
        {
            PinnedKeyList list = _build as PinnedKeyList;
            if (list == null || _count == Capacity)
            {
                return ResultCode.BadKey;
            }

            key.CopyId(_ids, _count * PublicKey.KeyIdSize);
            if (SlotOf(_ids, _count * PublicKey.KeyIdSize) >= 0)
            {
                return ResultCode.BadKey;
            }

            _count++;
            return list.TryAdd(key);
        }

        /// <summary>
        /// Lets the build's keys hold, less those of a mask. Refuses to revoke every key, which would brick the device for updates.
        /// </summary>
        /// <returns>Ok or BadKey; on BadKey nothing changed.</returns>
        public ResultCode TryRestore(int epoch, int revokedMask)
        {
            int all = (1 << _count) - 1;
            if (epoch < 0 || epoch > ushort.MaxValue || (_count > 0 && (revokedMask & all) == all))
            {
                return ResultCode.BadKey;
            }

            _epoch = epoch;
            _revokedMask = revokedMask & all;
            return ResultCode.Ok;
        }

        /// <summary>Lets a verified keyring hold.</summary>
        /// <param name="source">Where its records are fetched from.</param>
        /// <param name="keyring">Holds the whole keyring.</param>
        /// <param name="at">Where it begins.</param>
        public void Adopt(IKeySource source, byte[] keyring, int at)
        {
            int revoked = keyring[at + KeyringFormat.RevokedCountOffset];
            int keys = at + KeyringFormat.KeysOffset(revoked);
            _epoch = LittleEndian.ReadUInt16(keyring, at + KeyringFormat.EpochOffset);
            _source = source;
            _count = keyring[at + KeyringFormat.KeyCountOffset];
            _revokedMask = 0;
            _revokedIds = revoked;
            for (int slot = 0; slot < _count; slot++)
            {
                Array.Copy(keyring, keys + (slot * PublicKey.RecordSize) + PublicKey.KeyIdOffset, _ids, slot * PublicKey.KeyIdSize, PublicKey.KeyIdSize);
            }

            Array.Copy(keyring, at + KeyringFormat.HeaderSize, _ids, RevokedAt, revoked * PublicKey.KeyIdSize);
        }

        /// <summary>Which of the build's keys a keyring revokes: what is left of its revocations if its file is ever lost.</summary>
        /// <param name="keyring">Holds the keyring's header and its revoked ids.</param>
        /// <param name="at">Where it begins.</param>
        /// <param name="record">Receives one record after the other.</param>
        /// <param name="recordAt">Where, apart from the keyring.</param>
        public int RevokedOfBuild(byte[] keyring, int at, byte[] record, int recordAt)
        {
            int mask = 0;
            int revoked = keyring[at + KeyringFormat.RevokedCountOffset];
            for (int slot = 0; slot < _build.Count; slot++)
            {
                if (_build.TryRead(slot, record, recordAt) == ResultCode.Ok
                    && IndexOf(keyring, at + KeyringFormat.HeaderSize, revoked, record, recordAt + PublicKey.KeyIdOffset) >= 0)
                {
                    mask |= 1 << slot;
                }
            }

            return mask;
        }

        public ResultCode TryLoad(byte[] keyId, int offset, byte[] record, int at)
        {
            int slot = SlotOf(keyId, offset);
            if (slot < 0)
            {
                return ResultCode.UnknownKey;
            }

            ResultCode code = _source.TryRead(slot, record, at);
            return code != ResultCode.Ok || ByteRange.AreEqual(keyId, offset, record, at + PublicKey.KeyIdOffset, PublicKey.KeyIdSize)
                ? code
                : ResultCode.BadKey;
        }

        public bool IsRevoked(byte[] keyId, int offset)
        {
            int slot = SlotOf(keyId, offset);
            return slot >= 0
                ? ((_revokedMask >> slot) & 1) != 0
                : IndexOf(_ids, RevokedAt, _revokedIds, keyId, offset) >= 0;
        }

        private int SlotOf(byte[] keyId, int offset)
        {
            return IndexOf(_ids, 0, _count, keyId, offset);
        }

        private void ReadBuild(byte[] record)
        {
            Sha256 sha = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            while (_count < _build.Count
                && _build.TryRead(_count, record, 0) == ResultCode.Ok
                && PublicKey.CheckRecord(record, 0, sha, digest, 0) == ResultCode.Ok
                && SlotOf(record, PublicKey.KeyIdOffset) < 0)
            {
                Array.Copy(record, PublicKey.KeyIdOffset, _ids, _count * PublicKey.KeyIdSize, PublicKey.KeyIdSize);
                _count++;
            }
        }

        private static int IndexOf(byte[] ids, int at, int count, byte[] keyId, int offset)
        {
            for (int i = 0; i < count; i++)
            {
                if (ByteRange.AreEqual(ids, at + (i * PublicKey.KeyIdSize), keyId, offset, PublicKey.KeyIdSize))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
