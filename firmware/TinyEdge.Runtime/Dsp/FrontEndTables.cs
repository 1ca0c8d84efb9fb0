using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Dsp
{
    /// <summary>
    /// Reads the tables of a section one after the other into arrays rented from the pool, through one small buffer. After
    /// the first failure every read returns null and <see cref="Result"/> keeps the reason. Dropped after Prepare.
    /// </summary>
    internal sealed class FrontEndTables
    {
        private readonly IByteSource _source;
        private readonly StaticPool _pool;
        private readonly byte[] _chunk;
        private int _position;

        public FrontEndTables(IByteSource source, int position, StaticPool pool, byte[] chunk)
        {
            _source = source;
            _position = position;
            _pool = pool;
            _chunk = chunk;
            Result = ResultCode.Ok;
        }

        public ResultCode Result { get; private set; }

        public short[] ReadInt16(int count)
        {
            short[] table = Result == ResultCode.Ok ? _pool.RentInt16(PoolOwner.FrontEnd, count) : null;
            if (!IsRented(table != null))
            {
                return null;
            }

            int perChunk = _chunk.Length / 2;
            for (int done = 0; done < count;)
            {
                int part = count - done < perChunk ? count - done : perChunk;
                if (!TryFill(2 * part))
                {
                    return null;
                }

                for (int i = 0; i < part; i++)
                {
                    table[done + i] = LittleEndian.ReadInt16(_chunk, 2 * i);
                }

                done += part;
            }

            return table;
        }

        public int[] ReadInt32(int count)
        {
            int[] table = Result == ResultCode.Ok ? _pool.RentInt32(PoolOwner.FrontEnd, count) : null;
            if (!IsRented(table != null))
            {
                return null;
            }

            int perChunk = _chunk.Length / 4;
            for (int done = 0; done < count;)
            {
                int part = count - done < perChunk ? count - done : perChunk;
                if (!TryFill(4 * part))
                {
                    return null;
                }

                for (int i = 0; i < part; i++)
                {
                    table[done + i] = LittleEndian.ReadInt32(_chunk, 4 * i);
                }

                done += part;
            }

            return table;
        }

        private bool IsRented(bool rented)
        {
            if (!rented && Result == ResultCode.Ok)
            {
                Result = _pool.LastResult;
            }

            return rented;
        }

        private bool TryFill(int count)
        {
            Result = _source.TryRead(_position, _chunk, 0, count);
            _position += count;
            return Result == ResultCode.Ok;
        }
    }
}
