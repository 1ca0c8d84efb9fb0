namespace TinyEdge.Bundles
{
    /// <summary>
    /// The trust store of a device: a few pinned keys in fixed slots. Slot i is bit i of the revocation mask, which the
    /// boot record keeps.
    /// </summary>
    public sealed class KeyRing : ITrustStore
    {
        /// <summary>Slots: enough for two releases' keys, a development key and a spare.</summary>
        public const int Capacity = 4;

        private readonly PublicKey[] _keys = new PublicKey[Capacity];
        private readonly bool _acceptsDevelopmentKeys;
        private int _count;
        private int _revokedMask;
        private int _epoch;

        public KeyRing(int epoch, bool acceptsDevelopmentKeys)
        {
            _epoch = epoch;
            _acceptsDevelopmentKeys = acceptsDevelopmentKeys;
        }

        public int Epoch
        {
            get { return _epoch; }
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

        /// <summary>Puts a key into the next free slot.</summary>
        /// <returns>Ok, or BadKey when the ring is full or already holds that key.</returns>
        public ResultCode TryAdd(PublicKey key)
        {
            byte[] id = new byte[PublicKey.KeyIdSize];
            key.CopyId(id, 0);
            if (_count == Capacity || Find(id, 0) != null)
            {
                return ResultCode.BadKey;
            }

            _keys[_count++] = key;
            return ResultCode.Ok;
        }

        /// <summary>Takes over what the boot record says. Refuses to revoke every key, which would brick the device for updates.</summary>
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

        /// <summary>The key in a slot from 0 to <see cref="Count"/> - 1.</summary>
        public PublicKey At(int slot)
        {
            return _keys[slot];
        }

        public PublicKey Find(byte[] keyId, int offset)
        {
            int slot = SlotOf(keyId, offset);
            return slot < 0 ? null : _keys[slot];
        }

        public bool IsRevoked(byte[] keyId, int offset)
        {
            int slot = SlotOf(keyId, offset);
            return slot >= 0 && ((_revokedMask >> slot) & 1) != 0;
        }

        private int SlotOf(byte[] keyId, int offset)
        {
            for (int slot = 0; slot < _count; slot++)
            {
                if (_keys[slot].HasId(keyId, offset))
                {
                    return slot;
                }
            }

            return -1;
        }
    }
}
