using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>Offset and gain of each axis: sample = saturate16((raw - offset) * gain), gain in Q14, rounded once.</summary>
    public sealed class SampleCalibration
    {
        public const int GainBits = 14;
        public const int GainOne = 1 << GainBits;
        internal const int HalfGain = GainOne / 2;

        private const int FieldCount = 3;

        private readonly int _axes;
        private int[] _offsets;
        private int[] _gains;

        public SampleCalibration(int axes)
        {
            _axes = axes;
        }

        /// <summary>Rents the values and sets every axis to offset 0, gain 1.</summary>
        public ResultCode TryPrepare(StaticPool pool)
        {
            _offsets = pool.RentInt32(PoolOwner.SampleRing, _axes);
            _gains = pool.RentInt32(PoolOwner.SampleRing, _axes);
            if (_offsets == null || _gains == null || !pool.TryCountObject(PoolOwner.SampleRing, FieldCount))
            {
                return pool.LastResult;
            }

            for (int axis = 0; axis < _axes; axis++)
            {
                _gains[axis] = GainOne;
            }

            return ResultCode.Ok;
        }

        /// <param name="axis">0 to axes - 1.</param>
        /// <param name="offsetCounts">-32768 to 32767.</param>
        /// <param name="gainQ14">1 to 32767. With these ranges the product fits int32.</param>
        /// <returns>Ok, or BadCalibration and nothing changed.</returns>
        public ResultCode TrySet(int axis, int offsetCounts, int gainQ14)
        {
            if (axis < 0 || axis >= _axes
                || offsetCounts < short.MinValue || offsetCounts > short.MaxValue
                || gainQ14 < 1 || gainQ14 > short.MaxValue)
            {
                return ResultCode.BadCalibration;
            }

            _offsets[axis] = offsetCounts;
            _gains[axis] = gainQ14;
            return ResultCode.Ok;
        }

        internal int OffsetOf(int axis)
        {
            return _offsets[axis];
        }

        internal int GainOf(int axis)
        {
            return _gains[axis];
        }
    }
}
