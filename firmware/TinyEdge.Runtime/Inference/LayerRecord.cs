using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// One 64-byte layer record and the tensors that it reads. Lives during Prepare only. Fields that an operator does not use
    /// must be zero, so that a model has one encoding.
    /// </summary>
    public sealed class LayerRecord
    {
        private readonly Tensor _input;
        private readonly Tensor _other;
        private readonly Tensor _output = new Tensor();
        private int _operator;
        private int _weightLayout;
        private int _blockInputs;
        private int _flags;
        private int _activationMin;
        private int _activationMax;
        private int _kernelHeight;
        private int _kernelWidth;
        private int _strideHeight;
        private int _strideWidth;
        private int _dilationHeight;
        private int _dilationWidth;
        private int _padTop;
        private int _padLeft;
        private int _weightsOffset;
        private int _weightsLength;
        private int _quantOffset;
        private int _multiplier;
        private int _shift;

        /// <param name="input">What the layer reads.</param>
        /// <param name="other">Second tensor of an Add or Mul, else null.</param>
        public LayerRecord(Tensor input, Tensor other)
        {
            _input = input;
            _other = other;
        }

        public Tensor Input
        {
            get { return _input; }
        }

        /// <summary>Second tensor of an Add or Mul, else null.</summary>
        public Tensor Other
        {
            get { return _other; }
        }

        public Tensor Output
        {
            get { return _output; }
        }

        public OperatorCode Operator
        {
            get { return (OperatorCode)_operator; }
        }

        /// <summary>One of the weight layouts of <see cref="ModelFormat"/>.</summary>
        public int WeightLayout
        {
            get { return _weightLayout; }
        }

        /// <summary>Inputs that a packed row takes at once, padded; 0 with plain weights.</summary>
        public int BlockInputs
        {
            get { return _blockInputs; }
        }

        public bool IsPerChannel
        {
            get { return (_flags & ModelFormat.PerChannelFlag) != 0; }
        }

        public int ActivationMin
        {
            get { return _activationMin; }
        }

        public int ActivationMax
        {
            get { return _activationMax; }
        }

        public int KernelHeight
        {
            get { return _kernelHeight; }
        }

        public int KernelWidth
        {
            get { return _kernelWidth; }
        }

        public int StrideHeight
        {
            get { return _strideHeight; }
        }

        public int StrideWidth
        {
            get { return _strideWidth; }
        }

        public int DilationHeight
        {
            get { return _dilationHeight; }
        }

        public int DilationWidth
        {
            get { return _dilationWidth; }
        }

        public int PadTop
        {
            get { return _padTop; }
        }

        public int PadLeft
        {
            get { return _padLeft; }
        }

        /// <summary>Weights, the table of Logistic or the scalers of Add: offset in the blob area.</summary>
        public int WeightsOffset
        {
            get { return _weightsOffset; }
        }

        public int WeightsLength
        {
            get { return _weightsLength; }
        }

        /// <summary>Bias, multipliers and shifts: offset in the blob area.</summary>
        public int QuantOffset
        {
            get { return _quantOffset; }
        }

        /// <summary>Input multiplier of Softmax, output multiplier of Mul.</summary>
        public int Multiplier
        {
            get { return _multiplier; }
        }

        /// <summary>Input shift of Softmax, output shift of Mul.</summary>
        public int Shift
        {
            get { return _shift; }
        }

        /// <returns>Ok, BadModel, UnsupportedOperator, BadTensorShape, BadQuantization or ArenaOverlap.</returns>
        public ResultCode TryParse(byte[] buffer, int arenaBytes)
        {
            ReadFields(buffer);
            if (_weightLayout > ModelFormat.CodeWeights || (_weightLayout != ModelFormat.PlainWeights && !CanBePacked()))
            {
                return ResultCode.UnsupportedOperator;
            }

            if ((_flags & ~ModelFormat.PerChannelFlag) != 0 || buffer[3] != 0
                || ((_weightLayout == ModelFormat.PlainWeights || _weightLayout == ModelFormat.CodeWeights) && _blockInputs != 0))
            {
                return ResultCode.BadModel;
            }

            if (_activationMin > _activationMax)
            {
                return ResultCode.BadQuantization;
            }

            ResultCode code = _output.TryParse(buffer, 8, arenaBytes);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            bool isReshape = _operator == (int)OperatorCode.Reshape;
            return !isReshape && (_input.Overlaps(_output) || (_other != null && _other.Overlaps(_output))) ? ResultCode.ArenaOverlap : ResultCode.Ok;
        }

        /// <summary>No window: an operator without a kernel says so.</summary>
        public bool HasNoWindow()
        {
            return (_kernelHeight | _kernelWidth | _strideHeight | _strideWidth | _dilationHeight | _dilationWidth | _padTop | _padLeft) == 0;
        }

        /// <summary>No weights, no channel quantisation.</summary>
        public bool HasNoWeights()
        {
            return (_flags | _weightsOffset | _weightsLength | _quantOffset) == 0;
        }

        /// <summary>No scaler: only Softmax and Mul have one.</summary>
        public bool HasNoScaler()
        {
            return (_multiplier | _shift) == 0;
        }

        /// <summary>No clamp: an operator without a fused activation says so.</summary>
        public bool HasFullRange()
        {
            return _activationMin == sbyte.MinValue && _activationMax == sbyte.MaxValue;
        }

        // Outputs that share a long must share their inputs: a depthwise convolution does so over one input channel only.
        private bool CanBePacked()
        {
            return _operator == (int)OperatorCode.FullyConnected || _operator == (int)OperatorCode.Conv2D
                || (_operator == (int)OperatorCode.DepthwiseConv2D && _input.Channels == 1);
        }

        private void ReadFields(byte[] buffer)
        {
            _operator = buffer[0];
            _weightLayout = buffer[1];
            _blockInputs = LittleEndian.ReadUInt16(buffer, 6);
            _flags = buffer[2];
            _activationMin = (sbyte)buffer[4];
            _activationMax = (sbyte)buffer[5];
            _kernelHeight = LittleEndian.ReadUInt16(buffer, 24);
            _kernelWidth = LittleEndian.ReadUInt16(buffer, 26);
            _strideHeight = LittleEndian.ReadUInt16(buffer, 28);
            _strideWidth = LittleEndian.ReadUInt16(buffer, 30);
            _dilationHeight = LittleEndian.ReadUInt16(buffer, 32);
            _dilationWidth = LittleEndian.ReadUInt16(buffer, 34);
            _padTop = LittleEndian.ReadUInt16(buffer, 36);
            _padLeft = LittleEndian.ReadUInt16(buffer, 38);
            _weightsOffset = LittleEndian.ReadInt32(buffer, 40);
            _weightsLength = LittleEndian.ReadInt32(buffer, 44);
            _quantOffset = LittleEndian.ReadInt32(buffer, 48);
            _multiplier = LittleEndian.ReadInt32(buffer, 52);
            _shift = LittleEndian.ReadInt32(buffer, 56);
        }
    }
}
