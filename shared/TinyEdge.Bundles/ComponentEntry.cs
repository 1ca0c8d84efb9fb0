namespace TinyEdge.Bundles
{
    /// <summary>
    /// One row of the component table: a place in the head, read where it lies. Sixteen of these cost a quarter of sixteen copies.
    /// </summary>
    public sealed class ComponentEntry
    {
        private readonly byte[] _head;
        private readonly int _offset;

        /// <param name="head">Is read again by every property.</param>
        /// <param name="offset">Where the row's 64 bytes are.</param>
        public ComponentEntry(byte[] head, int offset)
        {
            _head = head;
            _offset = offset;
        }

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
            get
            {
                int blockSize = LittleEndian.ReadUInt16(_head, BundleFormat.BlockSizeOffset);
                return (Length + blockSize - 1) / blockSize;
            }
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

        /// <summary>Checks the row by itself; the table's order is the caller's to check.</summary>
        /// <param name="maxBytes">Most bytes of content.</param>
        /// <returns>Ok, BadComponent or ComponentOutOfRange.</returns>
        public ResultCode Check(int maxBytes)
        {
            byte[] head = _head;
            int offset = _offset;
            if (Id == 0
                || Id == BundleFormat.DependsOnRuntime
                || (Flags & ~BundleFormat.ComponentCritical) != 0
                || head[offset + BundleFormat.ComponentReserved1Offset] != 0
                || !ByteRange.IsZero(head, offset + BundleFormat.ComponentReserved2Offset, BundleFormat.ComponentReserved2Size))
            {
                return ResultCode.BadComponent;
            }

            return Length <= 0 || Length > maxBytes ? ResultCode.ComponentOutOfRange : ResultCode.Ok;
        }
    }
}
