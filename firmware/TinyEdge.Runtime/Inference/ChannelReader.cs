using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Reads the weights and the requantisation of one output channel after another from the blob area, in small pieces. Lives during Prepare only.</summary>
    public sealed class ChannelReader
    {
        private const int SmallestMantissa = 1 << 30;

        private readonly NetworkLoader _loader;
        private readonly byte[] _window = new byte[NetworkLoader.ScratchBytes];
        private readonly int _weightsOffset;
        private readonly int _weightsEnd;
        private readonly int _quantOffset;
        private readonly int _channels;
        private readonly int _quantCount;
        private readonly int _zeroPoint;
        private readonly int _channelStep;
        private readonly int _inputStep;
        private int _windowStart;
        private int _windowEnd;
        private int _position;
        private int _sum;

        /// <summary>The range of the record's weights and quantisation has been checked.</summary>
        public ChannelReader(LayerRecord record, NetworkLoader loader, int inputs, bool isChannelLast)
        {
            _loader = loader;
            _weightsOffset = record.WeightsOffset;
            _weightsEnd = record.WeightsOffset + record.WeightsLength;
            _quantOffset = record.QuantOffset;
            _channels = record.Output.Channels;
            _quantCount = record.IsPerChannel ? _channels : 1;
            _zeroPoint = record.Input.ZeroPoint;
            _channelStep = isChannelLast ? 1 : inputs;
            _inputStep = isChannelLast ? _channels : 1;
        }

        /// <summary>Weight that TryNext read.</summary>
        public int Weight;

        /// <summary>Sum of |w| since TryOpen.</summary>
        public long Magnitude;

        public int Bias;
        public int Multiplier;

        /// <summary>n = 31 - shift, 1 to 62.</summary>
        public int RightShift;

        /// <summary>Bias less zero point times the sum of weights read since TryOpen.</summary>
        public long FoldedBias
        {
            get { return Bias - ((long)_zeroPoint * _sum); }
        }

        /// <returns>Ok, BadQuantization for a multiplier or shift out of range, or the source's code.</returns>
        public ResultCode TryReadScaler(int channel)
        {
            int q = _quantCount == 1 ? 0 : channel;
            int multipliers = _quantOffset + (4 * _channels);
            ResultCode code = _loader.TryReadInt32(_quantOffset + (4 * channel), out Bias);
            if (code == ResultCode.Ok)
            {
                code = _loader.TryReadInt32(multipliers + (4 * q), out Multiplier);
            }

            if (code == ResultCode.Ok)
            {
                code = _loader.TryReadBytes(multipliers + (4 * _quantCount) + q, _window, 1);
            }

            _windowEnd = 0;
            if (code != ResultCode.Ok)
            {
                return code;
            }

            int shift = (sbyte)_window[0];
            RightShift = 31 - shift;
            bool isValid = (Multiplier == 0 || Multiplier >= SmallestMantissa) && shift >= Requantize.MinShift && shift <= Requantize.MaxShift;
            return isValid ? ResultCode.Ok : ResultCode.BadQuantization;
        }

        /// <summary>Starts a channel: scaler and sums.</summary>
        public ResultCode TryOpen(int channel)
        {
            _position = _weightsOffset + (channel * _channelStep);
            _sum = 0;
            Magnitude = 0;
            return TryReadScaler(channel);
        }

        /// <summary>Reads the channel's next weight; called once for each of its inputs.</summary>
        public ResultCode TryNext()
        {
            if (_position < _windowStart || _position >= _windowEnd)
            {
                int count = _weightsEnd - _position < NetworkLoader.ScratchBytes ? _weightsEnd - _position : NetworkLoader.ScratchBytes;
                ResultCode code = _loader.TryReadBytes(_position, _window, count);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                _windowStart = _position;
                _windowEnd = _position + count;
            }

            Weight = (sbyte)_window[_position - _windowStart];
            _sum += Weight;
            Magnitude += Weight < 0 ? -Weight : Weight;
            _position += _inputStep;
            return ResultCode.Ok;
        }
    }
}
