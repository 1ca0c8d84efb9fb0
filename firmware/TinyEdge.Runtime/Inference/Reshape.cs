using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>A new shape for the same bytes: input and output are one place in the arena, nothing is copied.</summary>
    public sealed class Reshape : Layer
    {
        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWindow() || !record.HasNoWeights() || !record.HasNoScaler() || !record.HasFullRange())
            {
                return ResultCode.BadModel;
            }

            if (record.Input.Length != record.Output.Length)
            {
                return ResultCode.BadTensorShape;
            }

            if (record.Input.Offset != record.Output.Offset)
            {
                return ResultCode.ArenaOverlap;
            }

            if (!record.Input.HasSameQuantizationAs(record.Output))
            {
                return ResultCode.BadQuantization;
            }

            SetTensors(record);
            loader.Pool.TryCountObject(PoolOwner.Network, BaseFieldCount);
            return loader.Pool.LastResult;
        }

        public override void Eval(sbyte[] arena)
        {
        }
    }
}
