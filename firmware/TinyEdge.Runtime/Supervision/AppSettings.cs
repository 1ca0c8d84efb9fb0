using TinyEdge.Runtime.Inference;

namespace TinyEdge.Runtime.Supervision
{
    /// <summary>What an application asks of the supervisor. Values that the board cannot give fail the start with a code.</summary>
    public sealed class AppSettings
    {
        /// <summary>Accelerometer to read. Default: ADXL345.</summary>
        public SensorKind Sensor = SensorKind.Adxl345;

        /// <summary>Full scale of the sensor, plus or minus, in g: 2, 4, 8 or 16. Default 4. Samples beyond 8 g saturate.</summary>
        public int SensorRangeG = 4;

        /// <summary>Period of the health line on UART0 in milliseconds, 1,000 to 3,600,000. Default 10,000.</summary>
        public int HealthPeriodMs = 10000;

        /// <summary>Layers of the bundle's model as code that the application brings, made by 'tinyedge emit-code'. Default null: all weights are tables.</summary>
        public NetworkCode ModelCode;
    }
}
