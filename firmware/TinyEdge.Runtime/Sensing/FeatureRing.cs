using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>The newest frames of int8 features, (frames, features); what the network reads as its input.</summary>
    public sealed class FeatureRing
    {
        private const int FieldCount = 7;

        private readonly int _frames;
        private readonly int _featuresPerFrame;
        private sbyte[] _storage;
        private int _next;
        private int _count;
        private int[] _frameSums;
        private int _sum;

        /// <param name="frames">Frames kept, 1 or more.</param>
        /// <param name="featuresPerFrame">int8 values a frame, 1 or more.</param>
        public FeatureRing(int frames, int featuresPerFrame)
        {
            _frames = frames;
            _featuresPerFrame = featuresPerFrame;
        }

        public int Frames
        {
            get { return _frames; }
        }

        public int FeaturesPerFrame
        {
            get { return _featuresPerFrame; }
        }

        /// <summary>Values that <see cref="TryCopyTo"/> writes.</summary>
        public int Length
        {
            get { return _frames * _featuresPerFrame; }
        }

        /// <summary>Frames held, 0 to <see cref="Frames"/>.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Whether every frame that the network sees is there.</summary>
        public bool IsFull
        {
            get { return _count == _frames; }
        }

        /// <summary>Sum of all values of the frames held.</summary>
        public int Sum
        {
            get { return _sum; }
        }

        internal sbyte[] Storage
        {
            get { return _storage; }
        }

        /// <summary>Where in <see cref="Storage"/> the next frame is to be written before <see cref="Commit"/>.</summary>
        internal int NextSlot
        {
            get { return _next * _featuresPerFrame; }
        }

        public ResultCode TryPrepare(StaticPool pool)
        {
            _storage = pool.RentInt8(PoolOwner.FeatureRing, _frames * _featuresPerFrame);
            _frameSums = _storage == null ? null : pool.RentInt32(PoolOwner.FeatureRing, _frames);
            return _frameSums != null && pool.TryCountObject(PoolOwner.FeatureRing, FieldCount) ? ResultCode.Ok : pool.LastResult;
        }

        /// <summary>
        /// Copies all frames, oldest first, as the network reads them: (frames, features) row by row. Only when
        /// <see cref="IsFull"/>.
        /// </summary>
        /// <param name="destination">Receives <see cref="Length"/> values from <paramref name="offset"/> on.</param>
        /// <param name="offset">First element written.</param>
        /// <returns>False, and nothing written, while frames are missing or when the destination is too short.</returns>
        public bool TryCopyTo(sbyte[] destination, int offset)
        {
            int length = Length;
            if (_count < _frames || offset < 0 || length > destination.Length - offset)
            {
                return false;
            }

            int oldest = NextSlot;
            Array.Copy(_storage, oldest, destination, offset, length - oldest);
            Array.Copy(_storage, 0, destination, offset + length - oldest, oldest);
            return true;
        }

        internal void Commit()
        {
            int sum = SumOf(_storage, NextSlot, _featuresPerFrame);
            _sum += sum - _frameSums[_next];
            _frameSums[_next] = sum;
            _next++;
            if (_next == _frames)
            {
                _next = 0;
            }

            if (_count < _frames)
            {
                _count++;
            }
        }

        internal void Clear()
        {
            _next = 0;
            _count = 0;
            _sum = 0;
            for (int i = 0; i < _frames; i++)
            {
                _frameSums[i] = 0;
            }
        }

        [HotPath]
        private static int SumOf(sbyte[] values, int from, int count)
        {
            int sum = 0;
            int at = from;
            int end = from + count;
            for (int whole = end - 7; at < whole; at += 8)
            {
                sum += values[at] + values[at + 1] + values[at + 2] + values[at + 3] + values[at + 4] + values[at + 5] + values[at + 6] + values[at + 7];
            }

            for (; at < end; at++)
            {
                sum += values[at];
            }

            return sum;
        }
    }
}
