namespace TinyEdge.Runtime.Health
{
    /// <summary>Last, worst and mean time of each stage, microseconds, since boot.</summary>
    public sealed class StageLatency
    {
        /// <summary>Number of values of <see cref="PipelineStage"/>.</summary>
        public const int StageCount = 4;

        /// <summary>Runs in a row that have to be slow before slowness counts as lasting.</summary>
        public const int LastingRuns = 3;

        private readonly int[] _lastUs = new int[StageCount];
        private readonly int[] _beforeUs = new int[StageCount];
        private readonly int[] _twoBeforeUs = new int[StageCount];
        private readonly int[] _worstUs = new int[StageCount];
        private readonly long[] _sumUs = new long[StageCount];
        private readonly int[] _count = new int[StageCount];

        /// <summary>Notes one run. Negative times (a counter that was set) count as 0, times over 2^31 - 1 as that.</summary>
        public void Note(PipelineStage stage, long elapsedUs)
        {
            int i = (int)stage;
            int us = elapsedUs < 0 ? 0 : elapsedUs > int.MaxValue ? int.MaxValue : (int)elapsedUs;
            _twoBeforeUs[i] = _beforeUs[i];
            _beforeUs[i] = _lastUs[i];
            _lastUs[i] = us;
            _sumUs[i] += us;
            if (us > _worstUs[i])
            {
                _worstUs[i] = us;
            }

            if (_count[i] < int.MaxValue)
            {
                _count[i]++;
            }
        }

        public int LastUs(PipelineStage stage)
        {
            return _lastUs[(int)stage];
        }

        public int WorstUs(PipelineStage stage)
        {
            return _worstUs[(int)stage];
        }

        /// <summary>0 before the first run.</summary>
        public int MeanUs(PipelineStage stage)
        {
            int count = _count[(int)stage];
            return count <= 0 ? 0 : (int)(_sumUs[(int)stage] / count);
        }

        /// <summary>The slowest run of any stage.</summary>
        public int WorstOfAllUs()
        {
            int worst = 0;
            for (int i = 0; i < StageCount; i++)
            {
                worst = _worstUs[i] > worst ? _worstUs[i] : worst;
            }

            return worst;
        }

        /// <summary>
        /// The longest time that any stage took in each of its last <see cref="LastingRuns"/> runs. A single slow run is a
        /// thread switch (20 ms) or garbage collection; a bundle that is too slow is slow every time.
        /// </summary>
        public int LastingUs()
        {
            int lasting = 0;
            for (int i = 0; i < StageCount; i++)
            {
                int least = _lastUs[i] < _beforeUs[i] ? _lastUs[i] : _beforeUs[i];
                least = least < _twoBeforeUs[i] ? least : _twoBeforeUs[i];
                lasting = least > lasting ? least : lasting;
            }

            return lasting;
        }
    }
}
