using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.SeverityApp
{
    /// <summary>
    /// A newer application that travels in a bundle: grades the fault in four steps instead of a bare alarm, and lights the
    /// indicator from grade 2 on. Health figures: a0 = class of the latest decision, a1 = alarms since boot,
    /// a2 = severity 0 to 3, a3 = highest smoothed score since boot.
    /// </summary>
    public sealed class SeverityApp : IEdgeApp
    {
        private const int StepScore = 64;

        private int _alarms;
        private int _severity;
        private int _peakScore;

        /// <summary>2.0.0.</summary>
        public int Version
        {
            get { return 2 << 24; }
        }

        public void Configure(AppSettings settings)
        {
            settings.Sensor = SensorKind.Adxl345;
            settings.SensorRangeG = 4;
            settings.HealthPeriodMs = 5000;
        }

        public void OnDecision(Decision decision, AppActions actions)
        {
            if (decision.SmoothedScore > _peakScore)
            {
                _peakScore = decision.SmoothedScore;
            }

            if (decision.AlarmChanged && decision.Alarm)
            {
                _alarms++;
            }

            _severity = Grade(decision.SmoothedScore);
            actions.SetIndicator(_severity >= 2);
            actions.Report(0, decision.ClassIndex);
            actions.Report(1, _alarms);
            actions.Report(2, _severity);
            actions.Report(3, _peakScore);
        }

        /// <summary>Steps of 64 scores; falls back a step only when the score is 16 below it, so that it does not flicker.</summary>
        private int Grade(int score)
        {
            int rising = score / StepScore;
            int falling = (score + 16) / StepScore;
            if (rising > _severity)
            {
                return rising;
            }

            return falling < _severity ? falling : _severity;
        }
    }
}
