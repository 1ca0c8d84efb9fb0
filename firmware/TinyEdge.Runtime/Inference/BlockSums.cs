using TinyEdge.Bundles;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Sums of a packed product that takes its inputs block by block: fields are unpacked after each block, before any can
    /// overflow, and requantised at the end, each output with a shift of its own.
    /// </summary>
    public sealed class BlockSums
    {
        /// <summary>Instance fields, for the pool account.</summary>
        public const int FieldCount = 8;

        private const int PairBits = 32;

        private readonly int _lanes;
        private readonly int _outputZeroPoint;
        private readonly long _bias;
        private long[] _packed;
        private long[] _sums;
        private long[] _scales;
        private long[] _offsets;
        private sbyte[] _rightShifts;

        /// <param name="lanes">Outputs in a long: 3 or 2.</param>
        public BlockSums(int lanes, int outputZeroPoint)
        {
            _lanes = lanes;
            _outputZeroPoint = outputZeroPoint;
            _bias = lanes == 3 ? PackedDense.Bias : 1L << (PairBits - 1);
        }

        /// <summary>What the packed sum of a block starts with, so that no field borrows from its neighbour.</summary>
        public long Bias
        {
            get { return _bias; }
        }

        /// <summary>(groups) packed sums of the block that was taken last.</summary>
        public long[] Packed
        {
            get { return _packed; }
        }

        public bool TryRent(StaticPool pool, int groups, int outputs)
        {
            _packed = pool.RentInt64(PoolOwner.Weights, groups);
            _sums = _packed == null ? null : pool.RentInt64(PoolOwner.Weights, groups * _lanes);
            _scales = _sums == null ? null : pool.RentInt64(PoolOwner.Weights, outputs);
            _offsets = _scales == null ? null : pool.RentInt64(PoolOwner.Weights, outputs);
            _rightShifts = _offsets == null ? null : pool.RentInt8(PoolOwner.Weights, outputs);
            return _rightShifts != null && pool.TryCountObject(PoolOwner.Network, FieldCount);
        }

        /// <param name="bias">Bias less what the input's zero point contributes; with the sum below 2^31, as Prepare proved.</param>
        /// <param name="rightShift">1 to 62.</param>
        public void SetOutput(int output, long bias, int multiplier, int rightShift)
        {
            _scales[output] = multiplier;
            _offsets[output] = (bias * multiplier) + (1L << (rightShift - 1));
            _rightShifts[output] = (sbyte)rightShift;
        }

        [HotPath]
        public void Clear()
        {
            long[] sums = _sums;
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] = 0;
            }
        }

        /// <summary>Unpacks the fields of the latest block and adds them to the sums.</summary>
        [HotPath]
        public void AddFields()
        {
            long[] packed = _packed;
            long[] sums = _sums;
            int groups = packed.Length;
            int to = 0;
            if (_lanes == 3)
            {
                const long FieldMask = (1L << PackedDense.FieldBits) - 1;
                const long FieldBias = 1L << (PackedDense.FieldBits - 1);
                for (int g = 0; g < groups; g++)
                {
                    long sum = packed[g];
                    sums[to] += (sum & FieldMask) - FieldBias;
                    sums[to + 1] += ((sum >> PackedDense.FieldBits) & FieldMask) - FieldBias;
                    sums[to + 2] += sum >> (2 * PackedDense.FieldBits);
                    to += 3;
                }

                return;
            }

            const long PairMask = (1L << PairBits) - 1;
            for (int g = 0; g < groups; g++)
            {
                long sum = packed[g];
                sums[to] += (sum & PairMask) - (1L << (PairBits - 1));
                sums[to + 1] += sum >> PairBits;
                to += 2;
            }
        }

        [HotPath]
        public void Requantize(sbyte[] output, int to, int outputs, long min, long max)
        {
            long[] sums = _sums;
            long[] scales = _scales;
            long[] offsets = _offsets;
            sbyte[] rightShifts = _rightShifts;
            long zeroPoint = _outputZeroPoint;
            for (int o = 0; o < outputs; o++)
            {
                long value = (((sums[o] * scales[o]) + offsets[o]) >> rightShifts[o]) + zeroPoint;
                if (value < min)
                {
                    value = min;
                }
                else if (value > max)
                {
                    value = max;
                }

                output[to] = (sbyte)value;
                to++;
            }
        }
    }
}
