using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Reads the blob area of a network section in small pieces into rented arrays. Lives during Prepare only.</summary>
    public sealed class NetworkLoader
    {
        /// <summary>Bytes read from storage at a time: a layer record, and a multiple of every element size.</summary>
        public const int ScratchBytes = ModelFormat.LayerRecordBytes;

        private readonly IByteSource _source;
        private readonly StaticPool _pool;
        private readonly byte[] _scratch;
        private readonly int _blobPosition;
        private readonly int _blobLength;
        private readonly int _arenaBytes;

        /// <param name="blobPosition">Position of the blob area in the source; its range has been checked against the section.</param>
        /// <param name="arenaBytes">Length of the arena that the layers will work in.</param>
        public NetworkLoader(IByteSource source, StaticPool pool, byte[] scratch, int blobPosition, int blobLength, int arenaBytes)
        {
            _arenaBytes = arenaBytes;
            _source = source;
            _pool = pool;
            _scratch = scratch;
            _blobPosition = blobPosition;
            _blobLength = blobLength;
        }

        public StaticPool Pool
        {
            get { return _pool; }
        }

        public int ArenaBytes
        {
            get { return _arenaBytes; }
        }

        /// <summary>Whether a range lies inside the blob area.</summary>
        public bool HasBlob(int offset, long length)
        {
            return offset >= 0 && length >= 0 && offset <= _blobLength && length <= _blobLength - offset;
        }

        /// <summary>Reads at most <see cref="ScratchBytes"/> bytes. The range has passed <see cref="HasBlob"/>.</summary>
        public ResultCode TryReadBytes(int offset, byte[] target, int count)
        {
            return _source.TryRead(_blobPosition + offset, target, 0, count);
        }

        /// <summary>Reads one little-endian int32. The range has passed <see cref="HasBlob"/>.</summary>
        public ResultCode TryReadInt32(int offset, out int value)
        {
            ResultCode code = _source.TryRead(_blobPosition + offset, _scratch, 0, 4);
            value = code == ResultCode.Ok ? LittleEndian.ReadInt32(_scratch, 0) : 0;
            return code;
        }

        /// <summary>Fills <paramref name="target"/> with int8 values. The range has passed <see cref="HasBlob"/>.</summary>
        public ResultCode TryReadInt8(int offset, sbyte[] target)
        {
            byte[] scratch = _scratch;
            int done = 0;
            int left = target.Length;
            while (left > 0)
            {
                int count = left < ScratchBytes ? left : ScratchBytes;
                ResultCode code = _source.TryRead(_blobPosition + offset + done, scratch, 0, count);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                for (int i = 0; i < count; i++)
                {
                    target[done + i] = (sbyte)scratch[i];
                }

                done += count;
                left -= count;
            }

            return ResultCode.Ok;
        }

        /// <summary>Fills <paramref name="target"/> with little-endian int32 values. The range has passed <see cref="HasBlob"/>.</summary>
        public ResultCode TryReadInt32(int offset, int[] target)
        {
            byte[] scratch = _scratch;
            int done = 0;
            int left = target.Length;
            while (left > 0)
            {
                int count = left < ScratchBytes / 4 ? left : ScratchBytes / 4;
                ResultCode code = _source.TryRead(_blobPosition + offset + (done * 4), scratch, 0, count * 4);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                for (int i = 0; i < count; i++)
                {
                    target[done + i] = LittleEndian.ReadInt32(scratch, i * 4);
                }

                done += count;
                left -= count;
            }

            return ResultCode.Ok;
        }
    }
}
