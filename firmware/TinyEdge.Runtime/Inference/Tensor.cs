using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>One int8 tensor in the arena: (height, width, channels), batch 1, channels fastest. Lives during Prepare only.</summary>
    public sealed class Tensor
    {
        private int _offset;
        private int _height;
        private int _width;
        private int _channels;
        private int _zeroPoint;
        private int _scaleBits;
        private int _length;

        /// <summary>First element in the arena.</summary>
        public int Offset
        {
            get { return _offset; }
        }

        public int Height
        {
            get { return _height; }
        }

        public int Width
        {
            get { return _width; }
        }

        public int Channels
        {
            get { return _channels; }
        }

        public int ZeroPoint
        {
            get { return _zeroPoint; }
        }

        /// <summary>IEEE 754 single bits of the scale: information for reports, never computed with on the device.</summary>
        public int ScaleBits
        {
            get { return _scaleBits; }
        }

        /// <summary>height * width * channels, 1 to <see cref="ModelFormat.MaxArenaBytes"/>.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <summary>Reads a 16-byte descriptor and checks that the tensor lies inside an arena of <paramref name="arenaBytes"/>.</summary>
        /// <returns>Ok, BadModel, BadTensorShape or BadQuantization.</returns>
        public ResultCode TryParse(byte[] buffer, int at, int arenaBytes)
        {
            _offset = LittleEndian.ReadInt32(buffer, at);
            _height = LittleEndian.ReadUInt16(buffer, at + 4);
            _width = LittleEndian.ReadUInt16(buffer, at + 6);
            _channels = LittleEndian.ReadUInt16(buffer, at + 8);
            _zeroPoint = (sbyte)buffer[at + 10];
            _scaleBits = LittleEndian.ReadInt32(buffer, at + 12);
            if (buffer[at + 11] != 0)
            {
                return ResultCode.BadModel;
            }

            long area = (long)_height * _width;
            if (_channels == 0 || area == 0 || area > ModelFormat.MaxArenaBytes)
            {
                return ResultCode.BadTensorShape;
            }

            long length = area * _channels;
            if (length > arenaBytes || _offset < 0 || _offset > arenaBytes - (int)length)
            {
                return ResultCode.BadTensorShape;
            }

            _length = (int)length;
            return IsFinitePositive(_scaleBits) ? ResultCode.Ok : ResultCode.BadQuantization;
        }

        public bool IsSameAs(Tensor other)
        {
            return _offset == other._offset && _height == other._height && _width == other._width
                && _channels == other._channels && HasSameQuantizationAs(other);
        }

        public bool HasSameQuantizationAs(Tensor other)
        {
            return _zeroPoint == other._zeroPoint && _scaleBits == other._scaleBits;
        }

        public bool Overlaps(Tensor other)
        {
            return _offset < other._offset + other._length && other._offset < _offset + _length;
        }

        // Positive singles order like their bits; 0x7F800000 is infinity.
        private static bool IsFinitePositive(int bits)
        {
            return bits > 0 && bits < 0x7F800000;
        }
    }
}
