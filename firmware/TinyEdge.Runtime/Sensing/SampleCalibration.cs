using TinyEdge.Bundles;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// Offset and gain of each axis: sample = (raw - offset) * gain, gain in Q14. No sample is touched for it: the front end takes the
    /// offset off as the mean and adds 2 log2 of the gain to each logarithm, so nothing saturates and nothing is rounded twice.
    /// </summary>
    public sealed class SampleCalibration
    {
        public const int GainBits = 14;
        public const int GainOne = 1 << GainBits;

        private const int FieldCount = 3;

        private readonly int _axes;
        private int[] _offsets;
        private int[] _gainLogs;

        public SampleCalibration(int axes)
        {
            _axes = axes;
        }

        /// <summary>Rents the values and sets every axis to offset 0, gain 1.</summary>
        public ResultCode TryPrepare(StaticPool pool)
        {
            _offsets = pool.RentInt32(PoolOwner.SampleRing, _axes);
            _gainLogs = pool.RentInt32(PoolOwner.SampleRing, _axes);
            if (_offsets == null || _gainLogs == null || !pool.TryCountObject(PoolOwner.SampleRing, FieldCount))
            {
                return pool.LastResult;
            }

            return ResultCode.Ok;
        }

        /// <param name="axis">0 to axes - 1.</param>
        /// <param name="offsetCounts">-32768 to 32767.</param>
        /// <param name="gainQ14">1 to 32767.</param>
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
            _gainLogs[axis] = 2 * (Log2.OfPositive(gainQ14) - (GainBits * Log2.One));
            return ResultCode.Ok;
        }

        internal int OffsetOf(int axis)
        {
            return _offsets[axis];
        }

        /// <summary>2 log2 of the gain, Q12.</summary>
        internal int GainLogOf(int axis)
        {
            return _gainLogs[axis];
        }
    }
}
