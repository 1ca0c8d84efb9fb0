namespace TinyEdge.Bundles
{
    /// <summary>
    /// The optional fields of a head: type (16 bits, the highest one critical), length (16 bits), value. Types without the critical bit
    /// ascend strictly, so that there is one way to write them and none twice.
    /// </summary>
    public sealed class TlvArea
    {
        private int _entryTypeOffset;
        private int _entryTypeLength;

        /// <summary>Where in the head the entry type's name begins.</summary>
        public int EntryTypeOffset
        {
            get { return _entryTypeOffset; }
        }

        /// <summary>Characters of the entry type's name; 0 without one.</summary>
        public int EntryTypeLength
        {
            get { return _entryTypeLength; }
        }

        public void Clear()
        {
            _entryTypeOffset = 0;
            _entryTypeLength = 0;
        }

        /// <summary>Walks the area; every field takes at least 4 bytes, so that the walk ends.</summary>
        /// <returns>Ok, BadTlv or UnknownCriticalTlv.</returns>
        public ResultCode TryRead(byte[] head, int offset, int areaLength)
        {
            Clear();
            int lastNumber = 0;
            int left = areaLength;
            while (left > 0)
            {
                if (left < BundleFormat.TlvHeaderSize)
                {
                    return ResultCode.BadTlv;
                }

                int type = LittleEndian.ReadUInt16(head, offset);
                int length = LittleEndian.ReadUInt16(head, offset + 2);
                int number = type & ~BundleFormat.TlvCritical;
                offset += BundleFormat.TlvHeaderSize;
                left -= BundleFormat.TlvHeaderSize;
                if (number <= lastNumber || length > left)
                {
                    return ResultCode.BadTlv;
                }

                ResultCode code = Take(head, type, offset, length);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                lastNumber = number;
                offset += length;
                left -= length;
            }

            return ResultCode.Ok;
        }

        private ResultCode Take(byte[] head, int type, int offset, int length)
        {
            if (type == BundleFormat.TlvAppEntryType)
            {
                _entryTypeOffset = offset;
                _entryTypeLength = length;
                return length >= 1 && length <= BundleFormat.MaxEntryTypeLength && AsciiName.IsName(head, offset, length)
                    ? ResultCode.Ok
                    : ResultCode.BadTlv;
            }

            return (type & BundleFormat.TlvCritical) == 0 ? ResultCode.Ok : ResultCode.UnknownCriticalTlv;
        }
    }
}
