namespace TinyEdge.Runtime.Detection
{
    /// <summary>What one inference came to. One object, reused for every inference; copy what must be kept.</summary>
    public sealed class Decision
    {
        /// <summary>Number of this inference since boot, from 1.</summary>
        public int Number;

        /// <summary>Index of the largest output; the lowest index wins a tie.</summary>
        public int ClassIndex;

        /// <summary>Score of the score class, 0 to 255.</summary>
        public int Score;

        /// <summary>Smoothed score, 0 to 255.</summary>
        public int SmoothedScore;

        /// <summary>True while the alarm is on.</summary>
        public bool Alarm;

        /// <summary>True on the one decision with which the alarm began or ended.</summary>
        public bool AlarmChanged;
    }
}
