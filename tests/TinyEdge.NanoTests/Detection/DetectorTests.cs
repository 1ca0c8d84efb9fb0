using nanoFramework.TestFramework;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Detection;

namespace TinyEdge.NanoTests.Detection
{
    /// <summary>Scores to alarms, step by step as worked out by hand.</summary>
    [TestClass]
    public class DetectorTests
    {
        [TestMethod]
        public void Update_WithoutSmoothing_DebouncesBothWays()
        {
            Detector detector = Create(0, 200, 100, 2, 3);
            CheckStep(detector, 210, 210, false, false);
            CheckStep(detector, 199, 199, false, false);
            CheckStep(detector, 200, 200, false, false);
            CheckStep(detector, 255, 255, true, true);
            CheckStep(detector, 100, 100, true, false);
            CheckStep(detector, 101, 101, true, false);
            CheckStep(detector, 0, 0, true, false);
            CheckStep(detector, 100, 100, true, false);
            CheckStep(detector, 99, 99, false, true);
            Assert.AreEqual(9, detector.Current.Number);
        }

        [TestMethod]
        public void Update_Smoothing_MovesHalfOfTheWay()
        {
            // 0, then 255: 127.5 rounds to 128, 191.25 to 191, 223.1 to 223.
            Detector detector = Create(1, 190, 10, 1, 1);
            CheckStep(detector, 0, 0, false, false);
            CheckStep(detector, 255, 128, false, false);
            CheckStep(detector, 255, 191, true, true);
            CheckStep(detector, 255, 223, true, false);
            detector.Reset();
            Assert.IsFalse(detector.Current.Alarm);
            CheckStep(detector, 255, 255, true, true);
        }

        [TestMethod]
        public void Update_Tie_GoesToTheLowestClass()
        {
            Detector detector = Create(0, 200, 100, 1, 1);
            Assert.AreEqual(0, detector.Update(new sbyte[] { 9, 5, 5, 4 }, 1, 3).ClassIndex);
            Assert.AreEqual(2, detector.Update(new sbyte[] { 9, 5, 5, 6 }, 1, 3).ClassIndex);
            Assert.AreEqual(1, detector.Update(new sbyte[] { 9, -128, -127, -127 }, 1, 3).ClassIndex);
        }

        [TestMethod]
        [DataRow(0, 0x54, true)]
        [DataRow(4, 2, false)]
        [DataRow(7, 1, false)]
        [DataRow(15, 1, false)]
        [DataRow(6, 3, false)]
        [DataRow(9, 201, false)]
        [DataRow(12, 0, false)]
        [DataRow(14, 7, false)]
        public void TryRead_OneByteChanged_IsJudged(int at, int value, bool isValid)
        {
            ThresholdSettings settings = Settings(1, 200, 100, 2, 3);
            byte[] bytes = new byte[ThresholdSettings.EncodedBytes];
            settings.Write(bytes);
            bytes[at] = (byte)value;
            ResultCode code = new ThresholdSettings().TryRead(new ByteArraySource(bytes), new byte[ThresholdSettings.EncodedBytes], 3);
            Same.Code(isValid ? ResultCode.Ok : ResultCode.BadThresholds, code);
        }

        private static Detector Create(int smoothingShift, int on, int off, int onCount, int offCount)
        {
            return new Detector(Settings(smoothingShift, on, off, onCount, offCount), new Decision());
        }

        private static ThresholdSettings Settings(int smoothingShift, int on, int off, int onCount, int offCount)
        {
            ThresholdSettings settings = new ThresholdSettings();
            settings.ScoreClass = 1;
            settings.OnLevel = on;
            settings.OffLevel = off;
            settings.OnCount = onCount;
            settings.OffCount = offCount;
            settings.SmoothingShift = smoothingShift;
            return settings;
        }

        private static void CheckStep(Detector detector, int score, int smoothed, bool alarm, bool changed)
        {
            Decision decision = detector.Update(new sbyte[] { 0, (sbyte)(score - 128) }, 0, 2);
            Assert.AreEqual(score, decision.Score);
            Assert.AreEqual(smoothed, decision.SmoothedScore);
            Assert.AreEqual(alarm, decision.Alarm);
            Assert.AreEqual(changed, decision.AlarmChanged);
        }
    }
}
