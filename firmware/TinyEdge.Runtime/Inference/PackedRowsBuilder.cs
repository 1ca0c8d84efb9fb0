using TinyEdge.Bundles;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Packs the plain int8 weights of a layer record into rows while it is prepared, and proves from those very weights that
    /// no field of any row can overflow and no accumulator can leave 32 bits. Lives during Prepare only.
    /// Inputs are multiplied as they are, -128 to 127; what the zero point contributes is folded into the bias.
    /// </summary>
    public sealed class PackedRowsBuilder
    {
        private const int LargestInput = 128;

        // Bounds of the shared-shift form: field * scale, bias * scale and zero point * 2^shift stay below 2^61, 2^61 and 2^60, so their sum fits.
        private const long LargestScale = 1L << 40;
        private const long LargestProduct = 1L << 61;
        private const int LargestSharedShift = 53;

        private readonly LayerRecord _record;
        private readonly NetworkLoader _loader;
        private readonly ChannelReader _reader;
        private readonly int _channels;
        private readonly int _inputs;
        private readonly int _lanes;
        private readonly int _rowLength;
        private int _shift;
        private bool _isInline;

        /// <param name="inputs">Weights of one output.</param>
        /// <param name="isChannelLast">Whether the weights of one input lie next to each other, instead of those of one output.</param>
        public PackedRowsBuilder(LayerRecord record, NetworkLoader loader, int inputs, bool isChannelLast)
        {
            _record = record;
            _loader = loader;
            _channels = record.Output.Channels;
            _inputs = inputs;
            _lanes = record.WeightLayout == ModelFormat.ThreeLaneWeights ? 3 : 2;
            _rowLength = record.BlockInputs;
            _reader = new ChannelReader(record, loader, inputs, isChannelLast);
        }

        /// <summary>Row length of a block that holds <paramref name="count"/> inputs, where full blocks have <paramref name="blockInputs"/>.</summary>
        public static int PaddedBlock(int count, int blockInputs)
        {
            int length = PackedDense.RowStep;
            while (length < count)
            {
                length <<= 1;
            }

            return length < blockInputs ? length : blockInputs;
        }

        /// <param name="needsScratch">Whether inputs may lie anywhere, not only at the start of an array of a row's length.</param>
        /// <returns>Ok, BadModel, BadQuantization when a proof fails, or what the pool or the source says.</returns>
        public ResultCode TryBuild(bool needsScratch, out PackedRows packed)
        {
            packed = null;
            if (!IsBlockValid())
            {
                return ResultCode.BadModel;
            }

            ResultCode code = TryFindShift();
            if (code == ResultCode.Ok)
            {
                code = TryProve();
            }

            return code == ResultCode.Ok ? TryPack(needsScratch, out packed) : code;
        }

        private bool IsBlockValid()
        {
            int padded = (_inputs + PackedDense.RowStep - 1) / PackedDense.RowStep * PackedDense.RowStep;
            if (padded <= PackedDense.LongestRow && _rowLength == padded)
            {
                return true;
            }

            return _rowLength < _inputs && IsBlockLength(_rowLength);
        }

        private bool IsOneBlock()
        {
            return _rowLength >= _inputs;
        }

        // The largest right shift of all outputs, to which every multiplier can be scaled up without loss.
        private ResultCode TryFindShift()
        {
            _shift = 1;
            for (int c = 0; c < _channels; c++)
            {
                ResultCode code = _reader.TryReadScaler(c);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                if (_reader.Multiplier != 0 && _reader.RightShift > _shift)
                {
                    _shift = _reader.RightShift;
                }
            }

            _isInline = _lanes == 3 && _channels >= 3 && IsOneBlock() && _shift <= LargestSharedShift;
            return ResultCode.Ok;
        }

        private ResultCode TryProve()
        {
            long fieldLimit = _lanes == 3 ? (1L << (PackedDense.FieldBits - 1)) - 1 : int.MaxValue;
            int zeroPoint = _record.Input.ZeroPoint;
            int above = sbyte.MaxValue - zeroPoint;
            int below = zeroPoint - sbyte.MinValue;
            int widest = above > below ? above : below;
            for (int c = 0; c < _channels; c++)
            {
                long largestBlock;
                ResultCode code = TrySum(c, out largestBlock);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                long bias = _reader.Bias;
                long magnitude = bias < 0 ? -bias : bias;
                if (largestBlock * LargestInput > fieldLimit || magnitude + (_reader.Magnitude * widest) > int.MaxValue)
                {
                    return ResultCode.BadQuantization;
                }

                _isInline = _isInline && CanShareShift();
            }

            return _isInline || IsBlockLength(_rowLength) ? ResultCode.Ok : ResultCode.BadQuantization;
        }

        // Lengths of the code that adds up a block and requantises later.
        private static bool IsBlockLength(int length)
        {
            return length == 8 || length == 16 || length == 32 || length == 64;
        }

        private bool CanShareShift()
        {
            long scale = SharedScale();
            long bias = _reader.FoldedBias;
            return scale == 0 || (scale <= LargestScale && (bias < 0 ? -bias : bias) <= LargestProduct / scale);
        }

        // At most 2^31 * 2^52 would pass 64 bits; beyond the shift that LargestScale allows the answer is "too large" anyway.
        private long SharedScale()
        {
            int up = _shift - _reader.RightShift;
            if (_reader.Multiplier == 0)
            {
                return 0;
            }

            return up > 10 ? LargestScale + 1 : (long)_reader.Multiplier << up;
        }

        // Reads a channel's weights; leaves their sums in the reader and the largest |w| sum of a block here.
        private ResultCode TrySum(int channel, out long largestBlock)
        {
            largestBlock = 0;
            long before = 0;
            ResultCode code = _reader.TryOpen(channel);
            for (int i = 0; code == ResultCode.Ok && i < _inputs; i++)
            {
                code = _reader.TryNext();
                if (i % _rowLength == _rowLength - 1 || i == _inputs - 1)
                {
                    long block = _reader.Magnitude - before;
                    largestBlock = block > largestBlock ? block : largestBlock;
                    before = _reader.Magnitude;
                }
            }

            return code;
        }

        private ResultCode TryPack(bool needsScratch, out PackedRows packed)
        {
            packed = null;
            StaticPool pool = _loader.Pool;
            int groups = (_channels + _lanes - 1) / _lanes;
            BlockSums sums = null;
            if (!_isInline)
            {
                sums = new BlockSums(_lanes, _record.Output.ZeroPoint);
                if (!sums.TryRent(pool, groups, _channels))
                {
                    return pool.LastResult;
                }
            }

            sbyte[] scratch = null;
            if (needsScratch || !_isInline)
            {
                scratch = pool.RentInt8(PoolOwner.Network, _rowLength);
                if (scratch == null)
                {
                    return pool.LastResult;
                }
            }

            long[][] rows = TryRentRows(pool, groups);
            if (rows == null || !pool.TryCountObject(PoolOwner.Network, PackedRows.FieldCount))
            {
                return pool.LastResult;
            }

            for (int g = 0; g < groups; g++)
            {
                ResultCode code = TryPackGroup(rows, g, groups, sums);
                if (code != ResultCode.Ok)
                {
                    return code;
                }
            }

            packed = new PackedRows(rows, scratch, _inputs, _rowLength, groups, _shift, _channels, _record.ActivationMin, _record.ActivationMax, sums);
            return ResultCode.Ok;
        }

        private long[][] TryRentRows(StaticPool pool, int groups)
        {
            int blocks = (_inputs + _rowLength - 1) / _rowLength;

            // A row takes more than a byte of the budget, and so does each weight of the blob: no product here passes an int.
            if (groups > pool.BudgetBytes / blocks || !pool.TryCountReferences(PoolOwner.Weights, groups * blocks))
            {
                return null;
            }

            long[][] rows = new long[groups * blocks][];
            for (int r = 0; r < rows.Length; r++)
            {
                int left = _inputs - (r / groups * _rowLength);
                int length = IsOneBlock() ? _rowLength : PaddedBlock(left, _rowLength);
                rows[r] = pool.RentInt64(PoolOwner.Weights, _isInline ? length + (2 * _lanes) : length);
                if (rows[r] == null)
                {
                    return null;
                }
            }

            return rows;
        }

        private ResultCode TryPackGroup(long[][] rows, int group, int groups, BlockSums sums)
        {
            int first = group * _lanes;
            if (_isInline && first > _channels - _lanes)
            {
                // The last row computes an output or two once more instead of none: whole rows need no test.
                first = _channels - _lanes;
            }

            for (int lane = 0; lane < _lanes && first + lane < _channels; lane++)
            {
                ResultCode code = TryPackChannel(rows, group, groups, first + lane, lane);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                if (_isInline)
                {
                    SetInlineScale(rows[group], lane);
                }
                else
                {
                    sums.SetOutput(first + lane, _reader.FoldedBias, _reader.Multiplier, _reader.RightShift);
                }
            }

            return ResultCode.Ok;
        }

        private ResultCode TryPackChannel(long[][] rows, int group, int groups, int channel, int lane)
        {
            int up = lane * (_lanes == 3 ? PackedDense.FieldBits : 32);
            ResultCode code = _reader.TryReadScaler(channel);
            if (code == ResultCode.Ok)
            {
                code = _reader.TryOpen(channel);
            }

            int r = group;
            int k = 0;
            for (int i = 0; code == ResultCode.Ok && i < _inputs; i++)
            {
                code = _reader.TryNext();
                rows[r][k] += (long)_reader.Weight << up;
                k++;
                if (k == _rowLength)
                {
                    k = 0;
                    r += groups;
                }
            }

            return code;
        }

        private void SetInlineScale(long[] row, int lane)
        {
            long scale = SharedScale();
            long fieldBias = lane < 2 ? 1L << (PackedDense.FieldBits - 1) : 0;
            long rounding = 1L << (_shift - 1);
            int at = _rowLength + (2 * lane);
            row[at] = scale;
            row[at + 1] = ((_reader.FoldedBias - fieldBias) * scale) + rounding + ((long)_record.Output.ZeroPoint << _shift);
        }
    }
}
