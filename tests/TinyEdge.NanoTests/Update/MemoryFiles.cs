using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.NanoTests.Update
{
    /// <summary>The two files of the boot record in memory; a write can be cut short.</summary>
    internal sealed class MemoryFiles : IFileStore
    {
        private readonly byte[] _file0 = new byte[BootRecord.SizeBytes];
        private readonly byte[] _file1 = new byte[BootRecord.SizeBytes];
        private int _length0 = -1;
        private int _length1 = -1;

        /// <summary>Bytes that the next writes still get; -1 is no limit.</summary>
        public int BytesLeft = -1;

        public int VolumeBytes
        {
            get { return 0; }
        }

        /// <summary>What lies in a file.</summary>
        public byte[] Content(int file)
        {
            return file == 0 ? _file0 : _file1;
        }

        public int Length(string name)
        {
            return name == BootRecordStore.File0 ? _length0 : name == BootRecordStore.File1 ? _length1 : -1;
        }

        public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
        {
            if (Length(name) < position + count)
            {
                return ResultCode.Truncated;
            }

            Array.Copy(Content(name == BootRecordStore.File0 ? 0 : 1), position, buffer, offset, count);
            return ResultCode.Ok;
        }

        public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
        {
            bool isFirst = name == BootRecordStore.File0;
            int written = BytesLeft >= 0 && BytesLeft < count ? BytesLeft : count;
            Array.Copy(buffer, offset, Content(isFirst ? 0 : 1), position, written);
            int end = position + written;
            if (isFirst)
            {
                _length0 = end > _length0 ? end : _length0;
            }
            else
            {
                _length1 = end > _length1 ? end : _length1;
            }

            return written == count ? ResultCode.Ok : ResultCode.StorageWriteFailed;
        }

        public ResultCode TryDelete(string name)
        {
            if (name == BootRecordStore.File0)
            {
                _length0 = -1;
            }
            else
            {
                _length1 = -1;
            }

            return ResultCode.Ok;
        }
    }
}
