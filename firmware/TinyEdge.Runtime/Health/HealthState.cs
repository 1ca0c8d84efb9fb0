using System;
using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Health
{
    /// <summary>
    /// Counters and figures of the running pipeline since boot. Metadata only, never samples. Written by the pipeline's thread, read by
    /// links under the supervisor's lock.
    /// </summary>
    public sealed class HealthState
    {
        public const int ScoreBins = 8;

        private const int ScoreBinShift = 5;

        /// <summary>Windows by score: bin i holds scores 32 i to 32 i + 31.</summary>
        public readonly int[] ScoreHistogram = new int[ScoreBins];

        public readonly StageLatency Latency = new StageLatency();

        /// <summary>Mean and variance of the score, 0 to 255, over recent windows of one bundle.</summary>
        public readonly RunningMoments Score = new RunningMoments();

        /// <summary>Mean and variance of the windows' mean int8 feature over recent windows of one bundle.</summary>
        public readonly RunningMoments FeatureMean = new RunningMoments();

        /// <summary>Windows classified since boot.</summary>
        public int Windows;

        /// <summary>Windows lost because samples came faster than they were used.</summary>
        public int DroppedWindows;

        /// <summary>FIFO overruns since boot.</summary>
        public int Overruns;

        /// <summary>Failed bus transfers since boot.</summary>
        public int BusErrors;

        /// <summary>Alarms raised since boot.</summary>
        public int Alarms;

        /// <summary>Free managed heap, bytes, or -1 when it cannot be measured; the supervisor sets it.</summary>
        public int FreeHeapBytes = -1;

        private readonly byte[] _bundle = new byte[BundleFormat.FingerprintSize];

        /// <summary>
        /// Names the bundle that the following windows belong to. Another one than before clears histogram and statistics: figures of two
        /// bundles never mix.
        /// </summary>
        public void KeyTo(byte[] fingerprint, int offset)
        {
            if (ByteRange.AreEqual(_bundle, 0, fingerprint, offset, BundleFormat.FingerprintSize))
            {
                return;
            }

            Array.Copy(fingerprint, offset, _bundle, 0, BundleFormat.FingerprintSize);
            Array.Clear(ScoreHistogram, 0, ScoreBins);
            Score.Clear();
            FeatureMean.Clear();
        }

        /// <summary>Notes a classified window.</summary>
        /// <param name="score">0 to 255 (an int8 output plus 128); saturated.</param>
        /// <param name="featureMean">Mean of the window's int8 features, or in any fixed scale within int16.</param>
        public void NoteWindow(int score, int featureMean)
        {
            int s = score < 0 ? 0 : score > 255 ? 255 : score;
            Windows++;
            ScoreHistogram[s >> ScoreBinShift]++;
            Score.Add(s);
            FeatureMean.Add(featureMean);
        }
    }
}
