using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Sigmoid by a table of 256 int8 values that ships in the model: entry i is the output for input i - 128.</summary>
    public sealed class Logistic : Layer
    {
        private const int FieldCount = BaseFieldCount + 1;

        private sbyte[] _table;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWindow() || !record.HasNoScaler() || !record.HasFullRange() || record.IsPerChannel || record.QuantOffset != 0
                || record.WeightsLength != ModelFormat.LogisticTableBytes || !loader.HasBlob(record.WeightsOffset, ModelFormat.LogisticTableBytes))
            {
                return ResultCode.BadModel;
            }

            if (record.Input.Length != record.Output.Length)
            {
                return ResultCode.BadTensorShape;
            }

            SetTensors(record);
            StaticPool pool = loader.Pool;
            if (!pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return pool.LastResult;
            }

            _table = pool.RentInt8(PoolOwner.Weights, ModelFormat.LogisticTableBytes);
            return _table == null ? pool.LastResult : loader.TryReadInt8(record.WeightsOffset, _table);
        }

        public override void Eval(sbyte[] arena)
        {
            Reference(arena, InputOffset, InputLength, _table, arena, OutputOffset);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        public static void Reference(sbyte[] input, int inputOffset, int length, sbyte[] table, sbyte[] output, int outputOffset)
        {
            for (int i = 0; i < length; i++)
            {
                output[outputOffset + i] = table[input[inputOffset + i] + 128];
            }
        }
    }
}
