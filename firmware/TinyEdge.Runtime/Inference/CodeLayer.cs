using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>A layer whose weights are constants in generated code. The digest that vouches for the code has been compared before.</summary>
    public sealed class CodeLayer : Layer
    {
        private const int FieldCount = BaseFieldCount + 2;

        private readonly NetworkCode _code;
        private readonly int _index;

        public CodeLayer(NetworkCode code, int index)
        {
            _code = code;
            _index = index;
        }

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            // The weights stay in the component, for tools; their number is the work of one position.
            if (!loader.HasBlob(record.WeightsOffset, record.WeightsLength))
            {
                return ResultCode.BadModel;
            }

            if (!TrySetMacs((long)record.WeightsLength * record.Output.Height * record.Output.Width))
            {
                return ResultCode.BadTensorShape;
            }

            SetTensors(record);
            loader.Pool.TryCountObject(PoolOwner.Network, FieldCount);
            return loader.Pool.LastResult;
        }

        public override void Eval(sbyte[] arena)
        {
            _code.Run(_index, arena);
        }
    }
}
