namespace TinyEdge.Bundles
{
    /// <summary>
    /// One row of the component table: a place in the head, read where it lies. Sixteen of these cost a quarter of sixteen copies.
    /// </summary>
    public sealed class ComponentEntry
    {
        private byte[] _head;
        private int _offset;
        private int _blockSize;

        /// <summary>1 to 254, unique in the bundle.</summary>
        public int Id
        {
            get { return _head[_offset + BundleFormat.ComponentIdOffset]; }
        }

        /// <summary>One of <see cref="ComponentType"/>.</summary>
        public int Type
        {
            get { return _head[_offset + BundleFormat.ComponentTypeOffset]; }
        }

        public int Flags
        {
            get { return LittleEndian.ReadUInt16(_head, _offset + BundleFormat.ComponentFlagsOffset); }
        }

        public uint Version
        {
            get { return LittleEndian.ReadUInt32(_head, _offset + BundleFormat.ComponentVersionOffset); }
        }

        /// <summary>Bytes of content, at least 1; zeros follow up to the end of the last block.</summary>
        public int Length
        {
            get { return LittleEndian.ReadInt32(_head, _offset + BundleFormat.ComponentLengthOffset); }
        }

        /// <summary>Index of the block that the content begins with.</summary>
        public int FirstBlock
        {
            get { return LittleEndian.ReadUInt16(_head, _offset + BundleFormat.ComponentFirstBlockOffset); }
        }

        /// <summary>Id of the component that this one was made for, 0 for none, 255 for the runtime.</summary>
        public int DependsOn
        {
            get { return _head[_offset + BundleFormat.ComponentDependsOnOffset]; }
        }

        /// <summary>Blocks that the content takes.</summary>
        public int BlockCount
        {
            get { return (Length + _blockSize - 1) / _blockSize; }
        }

        public bool IsCritical
        {
            get { return (Flags & BundleFormat.ComponentCritical) != 0; }
        }

        /// <summary>Where in the head the block digest over the length (4 bytes) and the component's entries of the block list is.</summary>
        public int DigestOffset
        {
            get { return _offset + BundleFormat.ComponentDigestOffset; }
        }

        /// <summary>Where in the head the first 8 bytes of the digest of what this one depends on are, or the runtime's mark.</summary>
        public int DependencyOffset
        {
            get { return _offset + BundleFormat.ComponentDependencyOffset; }
        }

        /// <summary>Takes the 64 bytes at <paramref name="offset"/>; the table's order is the caller's to check.</summary>
        /// <param name="head">Is read again by every property.</param>
        /// <param name="blockSize">At least 1.</param>
        /// <returns>Ok, BadComponent or ComponentOutOfRange.</returns>
        public ResultCode TryRead(byte[] head, int offset, int blockSize, int maxBlocks)
        {
            _head = head;
            _offset = offset;
            _blockSize = blockSize;
            if (Id == 0
                || Id == BundleFormat.DependsOnRuntime
                || (Flags & ~BundleFormat.ComponentCritical) != 0
                || head[offset + BundleFormat.ComponentReserved1Offset] != 0
                || !ByteRange.IsZero(head, offset + BundleFormat.ComponentReserved2Offset, BundleFormat.ComponentReserved2Size))
            {
                return ResultCode.BadComponent;
            }

            return Length <= 0 || Length > maxBlocks * blockSize ? ResultCode.ComponentOutOfRange : ResultCode.Ok;
        }
    }
}
