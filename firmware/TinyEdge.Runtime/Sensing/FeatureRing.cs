using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>The newest frames of int8 features, (frames, features); what the network reads as its input.</summary>
    public sealed class FeatureRing
    {
        private const int FieldCount = 5;

        private readonly int _frames;
        private readonly int _featuresPerFrame;
        private sbyte[] _storage;
        private int _next;
        private int _count;

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
            return _storage != null && pool.TryCountObject(PoolOwner.FeatureRing, FieldCount) ? ResultCode.Ok : pool.LastResult;
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
        }
    }
}
