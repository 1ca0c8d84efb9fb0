namespace TinyEdge.Runtime.Health
{
    /// <summary>
    /// Mean and variance of the recent values in integers. When <see cref="Capacity"/> values are in, count and sums are halved, so
    /// that old values fade and no sum can overflow: |value| below 2^15 keeps the sum of squares below 2^42.
    /// </summary>
    public sealed class RunningMoments
    {
        /// <summary>Values before the sums are halved.</summary>
        public const int Capacity = 4096;

        private int _count;
        private long _sum;
        private long _sumOfSquares;

        /// <summary>Values that the figures stand on.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Mean in 1/256, rounded toward zero; 0 without values.</summary>
        public int MeanQ8
        {
            get
            {
                int count = _count;
                return count <= 0 ? 0 : (int)((_sum << 8) / count);
            }
        }

        /// <summary>Population variance in 1/65536, at least 0; 0 without values.</summary>
        public long VarianceQ16
        {
            get
            {
                int count = _count;
                if (count <= 0)
                {
                    return 0;
                }

                long mean = MeanQ8;
                long variance = ((_sumOfSquares << 16) / count) - (mean * mean);
                return variance < 0 ? 0 : variance;
            }
        }

        /// <summary>Adds a value, saturated to int16.</summary>
        public void Add(int value)
        {
            int v = value > short.MaxValue ? short.MaxValue : value < short.MinValue ? short.MinValue : value;
            if (_count == Capacity)
            {
                _count /= 2;
                _sum /= 2;
                _sumOfSquares /= 2;
            }

            _count++;
            _sum += v;
            _sumOfSquares += v * v;
        }

        public void Clear()
        {
            _count = 0;
            _sum = 0;
            _sumOfSquares = 0;
        }
    }
}
