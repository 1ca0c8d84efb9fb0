using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// A layer with int8 weights, int32 bias and requantisation: loading and the proofs that its kernels lean on.
    /// Multipliers and right shifts are one a channel, or one for all (<see cref="QuantStep"/> 1 or 0).
    /// </summary>
    public abstract class WeightedLayer : Layer
    {
        /// <summary>Instance fields of this class and its base, for the pool account of derived layers.</summary>
        protected const int WeightedFieldCount = BaseFieldCount + 10;

        private const int SmallestMantissa = 1 << 30;

        private PackedRows _packed;
        private sbyte[] _weights;
        private int[] _bias;
        private int[] _multipliers;
        private sbyte[] _rightShifts;
        private int _quantStep;
        private int _inputZeroPoint;
        private int _outputZeroPoint;
        private int _activationMin;
        private int _activationMax;

        /// <summary>The weights where the record names a packed layout, else null; the properties below are then not set.</summary>
        protected PackedRows Packed
        {
            get { return _packed; }
        }

        public override bool IsInline
        {
            get { return _packed != null && _packed.IsInline; }
        }

        protected sbyte[] Weights
        {
            get { return _weights; }
        }

        protected int[] Bias
        {
            get { return _bias; }
        }

        protected int[] Multipliers
        {
            get { return _multipliers; }
        }

        /// <summary>n = 31 - shift of <see cref="Requantize"/>, 1 to 62.</summary>
        protected sbyte[] RightShifts
        {
            get { return _rightShifts; }
        }

        protected int QuantStep
        {
            get { return _quantStep; }
        }

        protected int InputZeroPoint
        {
            get { return _inputZeroPoint; }
        }

        protected int OutputZeroPoint
        {
            get { return _outputZeroPoint; }
        }

        protected int ActivationMin
        {
            get { return _activationMin; }
        }

        protected int ActivationMax
        {
            get { return _activationMax; }
        }

        /// <summary>
        /// Loads weights and channel quantisation and proves that no accumulator can leave 32 bits.
        /// </summary>
        /// <param name="weightCount">Weights that the shapes ask for, a multiple of the output channels; may be absurd, it is checked here.</param>
        /// <param name="channelStride">Distance between two weights of one output channel: 1 when a channel's weights are together.</param>
        protected ResultCode TryLoadWeights(LayerRecord record, NetworkLoader loader, long weightCount, int channelStride)
        {
            int channels = record.Output.Channels;
            int quantCount = record.IsPerChannel ? channels : 1;
            long quantBytes = (4L * channels) + (5L * quantCount);
            if (!record.HasNoScaler() || record.WeightsLength != weightCount
                || !loader.HasBlob(record.WeightsOffset, weightCount) || !loader.HasBlob(record.QuantOffset, quantBytes))
            {
                return ResultCode.BadModel;
            }

            SetTensors(record);
            _quantStep = record.IsPerChannel ? 1 : 0;
            _inputZeroPoint = record.Input.ZeroPoint;
            if (record.WeightLayout != ModelFormat.PlainWeights)
            {
                return TryPackWeights(record, loader, (int)(weightCount / channels), channelStride != 1);
            }

            _outputZeroPoint = record.Output.ZeroPoint;
            _activationMin = record.ActivationMin;
            _activationMax = record.ActivationMax;
            ResultCode code = TryRent(loader.Pool, (int)weightCount, channels, quantCount);
            if (code == ResultCode.Ok)
            {
                code = TryRead(record, loader);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            return HaveValidScalers() && AreAccumulatorsBounded(channelStride) ? ResultCode.Ok : ResultCode.BadQuantization;
        }

        /// <summary>Rents the buffer of a window for a packed convolution: what a row reads, which may be padded.</summary>
        protected static ResultCode TryRentPatch(LayerRecord record, StaticPool pool, int taps, out sbyte[] patch)
        {
            patch = pool.RentInt8(PoolOwner.Network, record.BlockInputs > taps ? record.BlockInputs : taps);
            return pool.LastResult;
        }

        // A window is gathered into a buffer of its own, whose start is where a row wants its inputs.
        private ResultCode TryPackWeights(LayerRecord record, NetworkLoader loader, int inputs, bool isChannelLast)
        {
            bool isGathered = record.Operator != OperatorCode.FullyConnected;
            bool isInPlace = isGathered || (record.Input.Offset == 0 && record.BlockInputs <= loader.ArenaBytes);
            return new PackedRowsBuilder(record, loader, inputs, isChannelLast).TryBuild(!isInPlace, out _packed);
        }

        private ResultCode TryRent(StaticPool pool, int weightCount, int channels, int quantCount)
        {
            _weights = pool.RentInt8(PoolOwner.Weights, weightCount);
            if (_weights == null)
            {
                return pool.LastResult;
            }

            _bias = pool.RentInt32(PoolOwner.Weights, channels);
            if (_bias == null)
            {
                return pool.LastResult;
            }

            _multipliers = pool.RentInt32(PoolOwner.Weights, quantCount);
            if (_multipliers == null)
            {
                return pool.LastResult;
            }

            _rightShifts = pool.RentInt8(PoolOwner.Weights, quantCount);
            return pool.LastResult;
        }

        private ResultCode TryRead(LayerRecord record, NetworkLoader loader)
        {
            int offset = record.QuantOffset;
            ResultCode code = loader.TryReadInt8(record.WeightsOffset, _weights);
            if (code == ResultCode.Ok)
            {
                code = loader.TryReadInt32(offset, _bias);
            }

            offset += _bias.Length * 4;
            if (code == ResultCode.Ok)
            {
                code = loader.TryReadInt32(offset, _multipliers);
            }

            offset += _multipliers.Length * 4;
            if (code == ResultCode.Ok)
            {
                code = loader.TryReadInt8(offset, _rightShifts);
            }

            return code;
        }

        // Turns the shifts of the file into right shifts on the way.
        private bool HaveValidScalers()
        {
            for (int i = 0; i < _multipliers.Length; i++)
            {
                int multiplier = _multipliers[i];
                int shift = _rightShifts[i];
                if ((multiplier != 0 && multiplier < SmallestMantissa) || shift < Requantize.MinShift || shift > Requantize.MaxShift)
                {
                    return false;
                }

                _rightShifts[i] = (sbyte)(31 - shift);
            }

            return true;
        }

        // |bias| + sum |w| * max |x - zero point| fits in an int, with the weights that are really there.
        private bool AreAccumulatorsBounded(int channelStride)
        {
            sbyte[] weights = _weights;
            int[] bias = _bias;
            int channels = bias.Length;
            int perChannel = weights.Length / channels;
            int channelStep = channelStride == 1 ? perChannel : 1;
            int above = sbyte.MaxValue - _inputZeroPoint;
            int below = _inputZeroPoint - sbyte.MinValue;
            int widest = above > below ? above : below;
            for (int c = 0; c < channels; c++)
            {
                int sum = 0;
                int at = c * channelStep;
                for (int i = 0; i < perChannel; i++)
                {
                    int weight = weights[at];
                    sum += weight < 0 ? -weight : weight;
                    at += channelStride;
                }

                long magnitude = bias[c] < 0 ? -(long)bias[c] : bias[c];
                if (magnitude + ((long)sum * widest) > int.MaxValue)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
