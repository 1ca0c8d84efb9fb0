using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Health
{
    /// <summary>What the supervisor measures for the health gate, filled in before each evaluation.</summary>
    public sealed class GateReadings
    {
        /// <summary>NeedMore until the golden vectors have run, then Ok or why not (GoldenVectorMismatch).</summary>
        public ResultCode GoldenVectors = ResultCode.NeedMore;

        /// <summary>Longest time that a stage took in each of its last runs (<see cref="StageLatency.LastingUs"/>), microseconds.</summary>
        public int LastingStageUs;

        /// <summary>Pool total in device layout.</summary>
        public int PoolBytes;

        /// <summary>Free managed heap, or -1 when it cannot be measured.</summary>
        public int FreeHeapBytes = -1;

        /// <summary>Whether samples came since the evaluation before.</summary>
        public bool SensorAnswers;

        /// <summary>Whether <see cref="Rms"/> and the rates below stand on at least one measured stretch.</summary>
        public bool SignalMeasured;

        /// <summary>RMS of x, y, z in counts.</summary>
        public readonly int[] Rms = new int[SignalMeter.Axes];

        public int OverrunsPerMinute;
        public int BusErrorsPerMinute;

        /// <summary>Longest round of the supervisor's loop since the evaluation before, milliseconds.</summary>
        public int WorstLoopMs;

        /// <summary>Windows classified since boot.</summary>
        public int Windows;

        /// <summary>Whether an authenticated companion was in contact since boot.</summary>
        public bool CompanionContact;
    }
}
