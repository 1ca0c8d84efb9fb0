using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>What Add and Mul prove: three tensors of one length, and a valid scaler where one is used.</summary>
    public abstract class Elementwise : Layer
    {
        private const int FieldCount = BaseFieldCount + 2;

        /// <summary>Indices of <see cref="Parameters"/>; 4 bytes each where a field costs 12.</summary>
        public const int InputZeroPoint = 0;
        public const int OtherZeroPoint = 1;
        public const int OutputZeroPoint = 2;
        public const int ActivationMin = 3;
        public const int ActivationMax = 4;
        public const int Multiplier = 5;
        public const int RightShift = 6;
        public const int FirstInputScaler = 7;

        private const int SmallestMantissa = 1 << 30;

        private int _otherOffset;
        private int[] _parameters;

        protected int OtherOffset
        {
            get { return _otherOffset; }
        }

        protected int[] Parameters
        {
            get { return _parameters; }
        }

        /// <param name="scalers">Pairs of multiplier and right shift.</param>
        protected ResultCode TryPrepareTensors(LayerRecord record, NetworkLoader loader, int scalers)
        {
            if (!record.HasNoWindow() || record.IsPerChannel || record.QuantOffset != 0)
            {
                return ResultCode.BadModel;
            }

            if (record.Input.Length != record.Output.Length || record.Other.Length != record.Output.Length)
            {
                return ResultCode.BadTensorShape;
            }

            StaticPool pool = loader.Pool;
            if (!pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return pool.LastResult;
            }

            SetTensors(record);
            _otherOffset = record.Other.Offset;
            _parameters = pool.RentInt32(PoolOwner.Network, Multiplier + (2 * scalers));
            if (_parameters == null)
            {
                return pool.LastResult;
            }

            _parameters[InputZeroPoint] = record.Input.ZeroPoint;
            _parameters[OtherZeroPoint] = record.Other.ZeroPoint;
            _parameters[OutputZeroPoint] = record.Output.ZeroPoint;
            _parameters[ActivationMin] = record.ActivationMin;
            _parameters[ActivationMax] = record.ActivationMax;
            return ResultCode.Ok;
        }

        /// <summary>Takes one scaler as the component has it.</summary>
        /// <returns>False for one that is not normalised or shifts too far.</returns>
        protected bool TrySetScaler(int index, int multiplier, int shift)
        {
            _parameters[index] = multiplier;
            _parameters[index + 1] = 31 - shift;
            return (multiplier == 0 || multiplier >= SmallestMantissa) && shift >= Requantize.MinShift && shift <= Requantize.MaxShift;
        }
    }
}
