namespace TinyEdge.Bundles
{
    /// <summary>Keys that were handed over as objects: for a device whose build has none in its code, and for the desktop.</summary>
    public sealed class PinnedKeyList : IKeySource
    {
        private readonly PublicKey[] _keys = new PublicKey[KeyRing.Capacity];
        private int _count;

        public int Count
        {
            get { return _count; }
        }

        /// <summary>Puts a key into the next slot.</summary>
        /// <returns>Ok, or BadKey when every slot is taken.</returns>
        public ResultCode TryAdd(PublicKey key)
        {
            if (_count == KeyRing.Capacity)
            {
                return ResultCode.BadKey;
            }

            _keys[_count++] = key;
            return ResultCode.Ok;
        }

        public ResultCode TryRead(int slot, byte[] record, int offset)
        {
            _keys[slot].CopyRecord(record, offset);
            return ResultCode.Ok;
        }
    }
}
