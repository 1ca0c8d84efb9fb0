using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Health
{
    /// <summary>RMS of each axis about its mean over a stretch of samples, in the accelerometer's counts. Integers only.</summary>
    public sealed class SignalMeter
    {
        public const int Axes = 3;

        /// <summary>Samples after which further ones are ignored until <see cref="Clear"/>; keeps every product below 2^62.</summary>
        public const int MaxSamples = 32768;

        private readonly long[] _sum = new long[Axes];
        private readonly long[] _sumOfSquares = new long[Axes];
        private int _samples;

        public int Samples
        {
            get { return _samples; }
        }

        public void Clear()
        {
            _samples = 0;
            for (int axis = 0; axis < Axes; axis++)
            {
                _sum[axis] = 0;
                _sumOfSquares[axis] = 0;
            }
        }

        /// <summary>Adds samples interleaved x, y, z.</summary>
        [HotPath]
        public void Add(short[] xyz, int samples)
        {
            int room = MaxSamples - _samples;
            int count = samples < room ? samples : room;
            for (int axis = 0; axis < Axes; axis++)
            {
                long sum = 0;
                long squares = 0;
                int end = count * Axes;
                for (int i = axis; i < end; i += Axes)
                {
                    int v = xyz[i];
                    sum += v;
                    squares += v * v;
                }

                _sum[axis] += sum;
                _sumOfSquares[axis] += squares;
            }

            _samples += count;
        }

        /// <summary>RMS about the mean, counts, rounded down; 0 without samples.</summary>
        public int RmsOf(int axis)
        {
            long n = _samples;
            if (n <= 0)
            {
                return 0;
            }

            long variance = ((n * _sumOfSquares[axis]) - (_sum[axis] * _sum[axis])) / (n * n);
            return SquareRoot(variance);
        }

        /// <summary>Bit by bit; the argument is at most 2^30, the square of an int16.</summary>
        private static int SquareRoot(long value)
        {
            int root = 0;
            for (int bit = 1 << 15; bit != 0; bit >>= 1)
            {
                long candidate = root | bit;
                if (candidate * candidate <= value)
                {
                    root = (int)candidate;
                }
            }

            return root;
        }
    }
}
