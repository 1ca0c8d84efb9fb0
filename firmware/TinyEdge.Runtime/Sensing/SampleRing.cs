using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// The newest samples of every axis, int16 counts. One array; axis a owns the elements a * capacity .. (a + 1) * capacity - 1,
    /// so that a window is at most two native copies.
    /// </summary>
    public sealed class SampleRing
    {
        private const int FieldCount = 4;

        private readonly int _capacity;
        private readonly int _axes;
        private short[] _samples;
        private int _next;

        /// <param name="capacity">Samples per axis; a power of two.</param>
        /// <param name="axes">1 to 3.</param>
        public SampleRing(int capacity, int axes)
        {
            _capacity = capacity;
            _axes = axes;
        }

        public int Capacity
        {
            get { return _capacity; }
        }

        /// <returns>Ok, BadFrontEnd for a capacity that is no power of two or a number of axes outside 1 to 3, or why the pool refused.</returns>
        public ResultCode TryPrepare(StaticPool pool)
        {
            if (_capacity <= 0 || (_capacity & (_capacity - 1)) != 0 || _axes < 1 || _axes > 3 || _capacity > 16384)
            {
                return ResultCode.BadFrontEnd;
            }

            _samples = pool.RentInt16(PoolOwner.SampleRing, _axes * _capacity);
            return _samples != null && pool.TryCountObject(PoolOwner.SampleRing, FieldCount) ? ResultCode.Ok : pool.LastResult;
        }

        /// <summary>Appends samples, calibrated, overwriting the oldest.</summary>
        /// <param name="interleaved">(count, axes) raw counts.</param>
        /// <param name="count">Samples per axis, 0 or more; the array holds them.</param>
        /// <param name="calibration">What to apply.</param>
        public void Push(short[] interleaved, int count, SampleCalibration calibration)
        {
            short[] samples = _samples;
            int mask = _capacity - 1;
            int axes = _axes;
            int next = _next;
            for (int axis = 0; axis < axes; axis++)
            {
                int offset = calibration.OffsetOf(axis);
                int gain = calibration.GainOf(axis);
                int start = axis * _capacity;
                int from = axis;
                for (int i = 0; i < count; i++)
                {
                    int value = (((interleaved[from] - offset) * gain) + SampleCalibration.HalfGain) >> SampleCalibration.GainBits;
                    if (value > short.MaxValue)
                    {
                        value = short.MaxValue;
                    }
                    else if (value < short.MinValue)
                    {
                        value = short.MinValue;
                    }

                    samples[start + ((next + i) & mask)] = (short)value;
                    from += axes;
                }
            }

            _next = (next + count) & mask;
        }

        /// <summary>Copies a window of one axis.</summary>
        /// <param name="axis">0 to axes - 1.</param>
        /// <param name="age">How many samples back from the newest end the window starts, at most the capacity.</param>
        /// <param name="window">Receives the samples, oldest first.</param>
        /// <param name="length">Samples, at most <paramref name="age"/>.</param>
        public void CopyWindow(int axis, int age, short[] window, int length)
        {
            int first = (_next - age) & (_capacity - 1);
            int start = axis * _capacity;
            int untilEnd = _capacity - first;
            if (length <= untilEnd)
            {
                Array.Copy(_samples, start + first, window, 0, length);
                return;
            }

            Array.Copy(_samples, start + first, window, 0, untilEnd);
            Array.Copy(_samples, start, window, untilEnd, length - untilEnd);
        }
    }
}
