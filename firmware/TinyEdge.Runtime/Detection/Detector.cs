namespace TinyEdge.Runtime.Detection
{
    /// <summary>
    /// From network outputs to a debounced alarm: score, exponential smoothing, two levels (hysteresis), and a number of
    /// consecutive decisions on the far side of a level before the state changes (debounce).
    /// </summary>
    public sealed class Detector
    {
        /// <summary>Instance fields, for the pool's accounting.</summary>
        public const int FieldCount = 5;

        private readonly ThresholdSettings _settings;
        private readonly Decision _decision;
        private int _smoothedQ8;
        private int _run;
        private bool _primed;

        public Detector(ThresholdSettings settings, Decision decision)
        {
            _settings = settings;
            _decision = decision;
        }

        /// <summary>The latest decision; the same object every time.</summary>
        public Decision Current
        {
            get { return _decision; }
        }

        /// <summary>Forgets smoothing, debounce, alarm and the count.</summary>
        public void Reset()
        {
            _smoothedQ8 = 0;
            _run = 0;
            _primed = false;
            _decision.Number = 0;
            _decision.ClassIndex = 0;
            _decision.Score = 0;
            _decision.SmoothedScore = 0;
            _decision.Alarm = false;
            _decision.AlarmChanged = false;
        }

        /// <summary>Takes the outputs of one inference.</summary>
        /// <param name="outputs">The arena.</param>
        /// <param name="offset">Where the outputs begin.</param>
        /// <param name="count">Number of outputs, 1 or more.</param>
        public Decision Update(sbyte[] outputs, int offset, int count)
        {
            int best = 0;
            for (int i = 1; i < count; i++)
            {
                if (outputs[offset + i] > outputs[offset + best])
                {
                    best = i;
                }
            }

            int score = outputs[offset + _settings.ScoreClass] + 128;
            int scoreQ8 = score << 8;
            _smoothedQ8 = _primed ? _smoothedQ8 + ((scoreQ8 - _smoothedQ8) >> _settings.SmoothingShift) : scoreQ8;
            _primed = true;
            int smoothed = (_smoothedQ8 + 128) >> 8;

            Decision decision = _decision;
            decision.Number++;
            decision.ClassIndex = best;
            decision.Score = score;
            decision.SmoothedScore = smoothed;
            decision.AlarmChanged = Debounce(smoothed);
            return decision;
        }

        private bool Debounce(int smoothed)
        {
            bool alarm = _decision.Alarm;
            bool beyond = alarm ? smoothed <= _settings.OffLevel : smoothed >= _settings.OnLevel;
            if (!beyond)
            {
                _run = 0;
                return false;
            }

            _run++;
            if (_run < (alarm ? _settings.OffCount : _settings.OnCount))
            {
                return false;
            }

            _run = 0;
            _decision.Alarm = !alarm;
            return true;
        }
    }
}
