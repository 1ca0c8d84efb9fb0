namespace TinyEdge.Bundles
{
    /// <summary>
    /// The first 32 bytes: the only ones that are interpreted before the signature is checked, and all they decide is where the head's parts
    /// lie within <see cref="BundleFormat.MaxHeadSize"/>. They are signed too.
    /// </summary>
    public sealed class BundlePrefix
    {
        public int ComponentCount;
        public int TlvLength;
        public int BlockSize;
        public int BlockCount;

        /// <summary>Length of the whole file.</summary>
        public int TotalLength;

        /// <summary>Where the TLV area begins.</summary>
        public int TlvOffset;

        /// <summary>Prefix, manifest, components and TLVs: what the signature covers.</summary>
        public int SignedLength;

        /// <summary>Where the block list begins.</summary>
        public int BlockListOffset;

        /// <summary>Where the block list ends and the zeros begin.</summary>
        public int HeadEnd;

        /// <summary>Where block 0 begins; the head with its padding is as long.</summary>
        public int PayloadOffset;

        /// <summary>Reads the prefix at the beginning of <paramref name="head"/>.</summary>
        public ResultCode TryRead(byte[] head)
        {
            if (LittleEndian.ReadInt32(head, 0) != BundleFormat.Magic)
            {
                return ResultCode.BadMagic;
            }

            if (LittleEndian.ReadUInt32(head, BundleFormat.PrefixCrcOffset) != Crc32.Compute(head, 0, BundleFormat.PrefixCrcOffset))
            {
                return ResultCode.BadPrefixCrc;
            }

            if (head[BundleFormat.MajorOffset] != BundleFormat.Major || head[BundleFormat.MinorOffset] != BundleFormat.Minor)
            {
                return ResultCode.UnsupportedFormat;
            }

            if (LittleEndian.ReadUInt16(head, BundleFormat.FlagsOffset) != 0
                || LittleEndian.ReadInt32(head, BundleFormat.PrefixReservedOffset) != 0)
            {
                return ResultCode.BadFlags;
            }

            ResultCode code = CheckFixedLengths(head);
            return code == ResultCode.Ok ? TryLayOut(head) : code;
        }

        private static ResultCode CheckFixedLengths(byte[] head)
        {
            int signatures = head[BundleFormat.SignatureCountOffset];
            if (signatures == 0)
            {
                return ResultCode.BadSignature;
            }

            if (signatures > 1)
            {
                return ResultCode.UnsupportedAlgorithm;
            }

            int components = head[BundleFormat.ComponentCountOffset];
            if (components == 0 || components > BundleFormat.MaxComponents)
            {
                return ResultCode.BadComponentTable;
            }

            if (LittleEndian.ReadUInt16(head, BundleFormat.ManifestLengthOffset) != BundleFormat.ManifestSize
                || LittleEndian.ReadUInt16(head, BundleFormat.SignatureLengthOffset) != BundleFormat.SignatureBlockSize
                || LittleEndian.ReadUInt16(head, BundleFormat.TlvLengthOffset) > BundleFormat.MaxTlvSize)
            {
                return ResultCode.BadLength;
            }

            int blockSize = LittleEndian.ReadUInt16(head, BundleFormat.BlockSizeOffset);
            return blockSize >= BundleFormat.MinBlockSize && blockSize <= BundleFormat.MaxBlockSize && (blockSize & (blockSize - 1)) == 0
                ? ResultCode.Ok
                : ResultCode.BadBlockSize;
        }

        private ResultCode TryLayOut(byte[] head)
        {
            ComponentCount = head[BundleFormat.ComponentCountOffset];
            TlvLength = LittleEndian.ReadUInt16(head, BundleFormat.TlvLengthOffset);
            BlockSize = LittleEndian.ReadUInt16(head, BundleFormat.BlockSizeOffset);
            BlockCount = LittleEndian.ReadUInt16(head, BundleFormat.BlockCountOffset);
            TotalLength = LittleEndian.ReadInt32(head, BundleFormat.TotalLengthOffset);
            TlvOffset = BundleFormat.PrefixSize + BundleFormat.ManifestSize + (ComponentCount * BundleFormat.ComponentEntrySize);
            SignedLength = TlvOffset + TlvLength;
            BlockListOffset = SignedLength + BundleFormat.SignatureBlockSize;
            HeadEnd = BlockListOffset + (BlockCount * BundleFormat.DigestSize);
            if (BlockCount == 0)
            {
                return ResultCode.BadLength;
            }

            if (HeadEnd > BundleFormat.MaxHeadSize)
            {
                return ResultCode.HeadTooLarge;
            }

            // From here on everything is small: at most 128 blocks of 4096 bytes, so that nothing below can overflow.
            PayloadOffset = (HeadEnd + BlockSize - 1) & -BlockSize;
            return TotalLength == PayloadOffset + (BlockCount * BlockSize) ? ResultCode.Ok : ResultCode.BadLength;
        }
    }
}
