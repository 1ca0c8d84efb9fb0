using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.App
{
    /// <summary>
    /// The resident application: watches vibration on an ADXL345 and lights the indicator while the alarm is on.
    /// Health figures: a0 = class of the latest decision, a1 = alarms since boot.
    /// </summary>
    public sealed class VibrationApp : IEdgeApp
    {
        private int _alarms;

        /// <summary>1.0.0.</summary>
        public int Version
        {
            get { return 1 << 24; }
        }

        public void Configure(AppSettings settings)
        {
            settings.Sensor = SensorKind.Adxl345;
            settings.SensorRangeG = 4;
        }

        public void OnDecision(Decision decision, AppActions actions)
        {
            if (decision.AlarmChanged)
            {
                actions.SetIndicator(decision.Alarm);
                if (decision.Alarm)
                {
                    _alarms++;
                }
            }

            actions.Report(0, decision.ClassIndex);
            actions.Report(1, _alarms);
        }
    }
}
