using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// The INT8 network of a model: layers in their order over one arena. A layer reads what the layer before it wrote, or what an
    /// earlier one did. Usable after TryPrepare has returned Ok; after that nothing allocates and nothing can fail.
    /// </summary>
    public sealed class Network
    {
        private const int FieldCount = 13;

        private sbyte[] _arena;
        private Layer[] _layers;
        private int _inputOffset;
        private int _inputLength;
        private int _inputZeroPoint;
        private int _inputScaleBits;
        private int _outputOffset;
        private int _outputLength;
        private int _outputZeroPoint;
        private int _outputScaleBits;
        private int _layerCount;
        private int _macs;
        private NetworkCode _code;

        /// <summary>Generated code for layers that have their weights there, or null. Set before TryPrepare.</summary>
        public NetworkCode Code
        {
            get { return _code; }
            set { _code = value; }
        }

        /// <summary>Every tensor of the network; input is written at <see cref="InputOffset"/> before Invoke.</summary>
        public sbyte[] Arena
        {
            get { return _arena; }
        }

        public int InputOffset
        {
            get { return _inputOffset; }
        }

        public int InputLength
        {
            get { return _inputLength; }
        }

        public int InputZeroPoint
        {
            get { return _inputZeroPoint; }
        }

        /// <summary>IEEE 754 single bits.</summary>
        public int InputScaleBits
        {
            get { return _inputScaleBits; }
        }

        public int OutputOffset
        {
            get { return _outputOffset; }
        }

        public int OutputLength
        {
            get { return _outputLength; }
        }

        public int OutputZeroPoint
        {
            get { return _outputZeroPoint; }
        }

        /// <summary>IEEE 754 single bits.</summary>
        public int OutputScaleBits
        {
            get { return _outputScaleBits; }
        }

        public int LayerCount
        {
            get { return _layerCount; }
        }

        /// <summary>Multiply-accumulates of one Invoke.</summary>
        public int Macs
        {
            get { return _macs; }
        }

        /// <summary>Validates a network section and rents everything that Invoke needs.</summary>
        /// <param name="model">Where the section is; read during this call only.</param>
        /// <param name="position">First byte of the section.</param>
        /// <returns>Ok, a code of the pipeline range, Truncated or a storage code. After a failure the pool keeps what was rented: drop both.</returns>
        public ResultCode TryPrepare(IByteSource model, int position, int length, StaticPool pool)
        {
            if (position < 0 || length < ModelFormat.NetworkHeaderBytes || position > model.Length || length > model.Length - position)
            {
                return ResultCode.BadModel;
            }

            if (!pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return pool.LastResult;
            }

            byte[] scratch = pool.RentBytes(PoolOwner.Network, NetworkLoader.ScratchBytes);
            if (scratch == null)
            {
                return pool.LastResult;
            }

            ResultCode code = model.TryRead(position, scratch, 0, ModelFormat.NetworkHeaderBytes);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (LittleEndian.ReadUInt16(scratch, 0) != ModelFormat.NetworkVersion)
            {
                return ResultCode.UnsupportedModelVersion;
            }

            int layerCount = LittleEndian.ReadUInt16(scratch, 2);
            int arenaBytes = LittleEndian.ReadInt32(scratch, 4);
            int blobBytes = LittleEndian.ReadInt32(scratch, 8);
            int recordBytes = layerCount * ModelFormat.LayerRecordBytes;
            if (layerCount == 0 || layerCount > ModelFormat.MaxLayers || arenaBytes < 1 || arenaBytes > ModelFormat.MaxArenaBytes
                || LittleEndian.ReadInt32(scratch, 12) != 0 || blobBytes != length - ModelFormat.NetworkHeaderBytes - recordBytes || blobBytes < 0)
            {
                return ResultCode.BadModel;
            }

            Tensor input = new Tensor();
            Tensor output = new Tensor();
            code = input.TryParse(scratch, 16, arenaBytes);
            if (code == ResultCode.Ok)
            {
                code = output.TryParse(scratch, 32, arenaBytes);
            }

            if (code == ResultCode.Ok)
            {
                code = TryRent(pool, arenaBytes, layerCount);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            SetEnds(input, output);
            int firstRecord = position + ModelFormat.NetworkHeaderBytes;
            NetworkLoader loader = new NetworkLoader(model, pool, scratch, firstRecord + recordBytes, blobBytes, arenaBytes);
            code = TryMatchCode(model, position, length, layerCount, scratch);
            return code != ResultCode.Ok ? code : TryPrepareLayers(model, firstRecord, scratch, loader, input, output);
        }

        /// <summary>Runs every layer in order.</summary>
        public void Invoke()
        {
            Layer[] layers = _layers;
            sbyte[] arena = _arena;
            int count = _layerCount;
            for (int i = 0; i < count; i++)
            {
                layers[i].Eval(arena);
            }
        }

        /// <summary>Runs one layer; its input is what the previous one left. For validation, layer by layer.</summary>
        public void InvokeLayer(int index)
        {
            _layers[index].Eval(_arena);
        }

        public int LayerOutputOffset(int index)
        {
            return _layers[index].OutputOffset;
        }

        public int LayerOutputLength(int index)
        {
            return _layers[index].OutputLength;
        }

        /// <summary>Multiply-accumulates of one layer.</summary>
        public int LayerMacs(int index)
        {
            return _layers[index].Macs;
        }

        /// <summary>Whether a layer's packed rows requantise in their straight-line code. For the planner, which estimates time from it.</summary>
        public bool LayerIsInline(int index)
        {
            return _layers[index].IsInline;
        }

        private static Layer CreateLayer(OperatorCode code)
        {
            switch (code)
            {
                case OperatorCode.FullyConnected:
                    return new FullyConnected();
                case OperatorCode.Conv2D:
                    return new Conv2D();
                case OperatorCode.DepthwiseConv2D:
                    return new DepthwiseConv2D();
                case OperatorCode.AveragePool2D:
                    return new AveragePool2D();
                case OperatorCode.MaxPool2D:
                    return new MaxPool2D();
                case OperatorCode.Reshape:
                    return new Reshape();
                case OperatorCode.Softmax:
                    return new Softmax();
                case OperatorCode.Logistic:
                    return new Logistic();
                case OperatorCode.Add:
                    return new Add();
                case OperatorCode.Mul:
                    return new Mul();
                case OperatorCode.Pad:
                    return new Pad();
                default:
                    return null;
            }
        }

        private ResultCode TryRent(StaticPool pool, int arenaBytes, int layerCount)
        {
            _arena = pool.RentInt8(PoolOwner.Arena, arenaBytes);
            if (_arena == null || !pool.TryCountReferences(PoolOwner.Network, layerCount))
            {
                return pool.LastResult;
            }

            _layers = new Layer[layerCount];
            _layerCount = layerCount;
            return ResultCode.Ok;
        }

        private void SetEnds(Tensor input, Tensor output)
        {
            _inputOffset = input.Offset;
            _inputLength = input.Length;
            _inputZeroPoint = input.ZeroPoint;
            _inputScaleBits = input.ScaleBits;
            _outputOffset = output.Offset;
            _outputLength = output.Length;
            _outputZeroPoint = output.ZeroPoint;
            _outputScaleBits = output.ScaleBits;
        }

        // Hashes the section only when a layer needs code: it takes longer than everything else here.
        private ResultCode TryMatchCode(IByteSource model, int position, int length, int layerCount, byte[] scratch)
        {
            bool needsCode = false;
            for (int i = 0; i < layerCount; i++)
            {
                ResultCode code = model.TryRead(position + ModelFormat.NetworkHeaderBytes + (i * ModelFormat.LayerRecordBytes) + 1, scratch, 0, 1);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                needsCode |= scratch[0] == ModelFormat.CodeWeights;
            }

            if (!needsCode)
            {
                return ResultCode.Ok;
            }

            if (_code == null)
            {
                return ResultCode.ModelCodeMissing;
            }

            Sha256 hash = new Sha256();
            int end = position + length;
            for (int at = position; at < end; at += NetworkLoader.ScratchBytes)
            {
                int count = end - at < NetworkLoader.ScratchBytes ? end - at : NetworkLoader.ScratchBytes;
                ResultCode code = model.TryRead(at, scratch, 0, count);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                hash.Append(scratch, 0, count);
            }

            byte[] digest = new byte[Sha256.DigestSize];
            hash.Finish(digest, 0);
            return _code.Matches(digest) ? ResultCode.Ok : ResultCode.ModelCodeMismatch;
        }

        private ResultCode TryPrepareLayers(IByteSource model, int firstRecord, byte[] scratch, NetworkLoader loader, Tensor input, Tensor output)
        {
            // What each layer reads: the network's input, then one output a layer.
            Tensor[] made = new Tensor[_layerCount + 1];
            made[0] = input;
            long macs = 0;
            for (int i = 0; i < _layerCount; i++)
            {
                ResultCode code = model.TryRead(firstRecord + (i * ModelFormat.LayerRecordBytes), scratch, 0, ModelFormat.LayerRecordBytes);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                int back = LittleEndian.ReadUInt16(scratch, 60);
                int otherBack = LittleEndian.ReadUInt16(scratch, 62);
                bool hasOther = scratch[0] == (int)OperatorCode.Add || scratch[0] == (int)OperatorCode.Mul;
                if (back > i || otherBack > i || (!hasOther && otherBack != 0))
                {
                    return ResultCode.BadModel;
                }

                if (!IsStillThere(made, i - back, i) || !IsStillThere(made, i - otherBack, i))
                {
                    return ResultCode.ArenaOverlap;
                }

                LayerRecord record = new LayerRecord(made[i - back], hasOther ? made[i - otherBack] : null);
                code = record.TryParse(scratch, _arena.Length);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                Layer layer = record.WeightLayout == ModelFormat.CodeWeights ? new CodeLayer(_code, i) : CreateLayer(record.Operator);
                code = layer == null ? ResultCode.UnsupportedOperator : layer.TryPrepare(record, loader);
                if (code != ResultCode.Ok)
                {
                    return code;
                }

                _layers[i] = layer;
                macs += layer.Macs;
                made[i + 1] = record.Output;
            }

            // 32 layers of at most 2^26 pass the range of an int.
            if (macs > int.MaxValue)
            {
                return ResultCode.BadTensorShape;
            }

            _macs = (int)macs;
            return made[_layerCount].IsSameAs(output) ? ResultCode.Ok : ResultCode.BadModel;
        }

        // No layer between the one that made a tensor and the one that reads it has written over it. A Reshape writes nothing; what
        // it reads was shown to be there when it was looked at.
        private bool IsStillThere(Tensor[] made, int tensor, int reader)
        {
            for (int i = tensor; i < reader; i++)
            {
                if (made[i + 1].Overlaps(made[tensor]) && !(_layers[i] is Reshape))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
