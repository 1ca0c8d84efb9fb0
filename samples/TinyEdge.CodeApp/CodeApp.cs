using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.CodeApp
{
    /// <summary>
    /// An application that brings its model's dense layers as code: their weights take no memory. Lights the indicator while the alarm
    /// is on. Health figures: a0 = class of the latest decision. Its model lies in the folder "model"; FanModel.cs is made from it by
    /// <c>tinyedge emit-code samples/TinyEdge.CodeApp/model -o samples/TinyEdge.CodeApp/FanModel.cs --class TinyEdge.CodeApp.FanModel</c>.
    /// </summary>
    public sealed class CodeApp : IEdgeApp
    {
        /// <summary>1.0.0.</summary>
        public int Version
        {
            get { return 1 << 24; }
        }

        public void Configure(AppSettings settings)
        {
            settings.Sensor = SensorKind.Adxl345;
            settings.SensorRangeG = 4;
            settings.ModelCode = new FanModel();
        }

        public void OnDecision(Decision decision, AppActions actions)
        {
            if (decision.AlarmChanged)
            {
                actions.SetIndicator(decision.Alarm);
            }

            actions.Report(0, decision.ClassIndex);
        }
    }
}
