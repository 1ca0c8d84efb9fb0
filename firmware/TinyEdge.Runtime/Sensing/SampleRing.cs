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

        /// <summary>Appends samples, overwriting the oldest.</summary>
        /// <param name="interleaved">(count, axes) counts.</param>
        /// <param name="count">Samples per axis, 0 or more; the array holds them.</param>
        public void Push(short[] interleaved, int count)
        {
            int from = 0;
            while (count > 0)
            {
                int untilEnd = _capacity - _next;
                int run = count < untilEnd ? count : untilEnd;
                if (_axes == 1)
                {
                    Array.Copy(interleaved, from, _samples, _next, run);
                }
                else if (_axes == 3)
                {
                    PushTriples(interleaved, from, _samples, _next, _capacity, run);
                }
                else
                {
                    PushPairs(interleaved, from, _samples, _next, _capacity, run);
                }

                from += run * _axes;
                count -= run;
                _next = (_next + run) & (_capacity - 1);
            }
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

        [HotPath]
        private static void PushTriples(short[] interleaved, int from, short[] samples, int at, int capacity, int run)
        {
            int twice = capacity + capacity;
            int end = at + run;
            while (at < end)
            {
                samples[at] = interleaved[from];
                samples[at + capacity] = interleaved[from + 1];
                samples[at + twice] = interleaved[from + 2];
                from += 3;
                at++;
            }
        }

        [HotPath]
        private static void PushPairs(short[] interleaved, int from, short[] samples, int at, int capacity, int run)
        {
            int end = at + run;
            while (at < end)
            {
                samples[at] = interleaved[from];
                samples[at + capacity] = interleaved[from + 1];
                from += 2;
                at++;
            }
        }
    }
}
