using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Detection
{
    /// <summary>
    /// The thresholds component: 16 bytes, little endian.
    /// <code>
    ///  0 u32 magic "TETH"      8 u8  on level      12 u8  on count       14 u8  smoothing shift
    ///  4 u16 format = 1        9 u8  off level     13 u8  off count      15 u8  reserved = 0
    ///  6 u8  score class      10 u16 reserved = 0
    ///  7 u8  reserved = 0
    /// </code>
    /// Levels are scores, 0 to 255: the int8 output of the score class plus 128 (a softmax or logistic output, scale 1/256).
    /// </summary>
    public sealed class ThresholdSettings
    {
        public const int EncodedBytes = 16;
        public const uint Magic = 0x48544554;
        public const int Format = 1;

        /// <summary>Longest debounce, decisions.</summary>
        public const int MaxCount = 100;

        /// <summary>Slowest smoothing: each decision moves the smoothed score by 1/2^6 of the way.</summary>
        public const int MaxSmoothingShift = 6;

        /// <summary>Index of the network output that is the score.</summary>
        public int ScoreClass;

        /// <summary>Alarm side: smoothed score at or above this counts towards an alarm.</summary>
        public int OnLevel;

        /// <summary>Release side: smoothed score at or below this counts towards normal. At most <see cref="OnLevel"/>.</summary>
        public int OffLevel;

        /// <summary>Consecutive decisions at or above the on level before the alarm begins.</summary>
        public int OnCount;

        /// <summary>Consecutive decisions at or below the off level before the alarm ends.</summary>
        public int OffCount;

        /// <summary>Exponential smoothing of the score: new = old + (score - old) / 2^shift. 0 switches it off.</summary>
        public int SmoothingShift;

        /// <param name="source">The component.</param>
        /// <param name="scratch">At least <see cref="EncodedBytes"/> bytes.</param>
        /// <param name="outputLength">Number of network outputs, to check <see cref="ScoreClass"/> against.</param>
        /// <returns>Ok, BadThresholds, or the source's own code.</returns>
        public ResultCode TryRead(IByteSource source, byte[] scratch, int outputLength)
        {
            if (source == null || source.Length != EncodedBytes)
            {
                return ResultCode.BadThresholds;
            }

            ResultCode result = source.TryRead(0, scratch, 0, EncodedBytes);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            if (LittleEndian.ReadUInt32(scratch, 0) != Magic || LittleEndian.ReadUInt16(scratch, 4) != Format
                || scratch[7] != 0 || LittleEndian.ReadUInt16(scratch, 10) != 0 || scratch[15] != 0)
            {
                return ResultCode.BadThresholds;
            }

            ScoreClass = scratch[6];
            OnLevel = scratch[8];
            OffLevel = scratch[9];
            OnCount = scratch[12];
            OffCount = scratch[13];
            SmoothingShift = scratch[14];
            return IsValid(outputLength) ? ResultCode.Ok : ResultCode.BadThresholds;
        }

        public void Write(byte[] buffer)
        {
            LittleEndian.WriteInt32(buffer, 0, (int)Magic);
            LittleEndian.WriteInt16(buffer, 4, Format);
            buffer[6] = (byte)ScoreClass;
            buffer[7] = 0;
            buffer[8] = (byte)OnLevel;
            buffer[9] = (byte)OffLevel;
            LittleEndian.WriteInt16(buffer, 10, 0);
            buffer[12] = (byte)OnCount;
            buffer[13] = (byte)OffCount;
            buffer[14] = (byte)SmoothingShift;
            buffer[15] = 0;
        }

        /// <summary>True when every field is in range for a network of that many outputs.</summary>
        public bool IsValid(int outputLength)
        {
            return ScoreClass >= 0 && ScoreClass < outputLength
                && OnLevel >= 1 && OnLevel <= 255 && OffLevel >= 0 && OffLevel <= OnLevel
                && OnCount >= 1 && OnCount <= MaxCount && OffCount >= 1 && OffCount <= MaxCount
                && SmoothingShift >= 0 && SmoothingShift <= MaxSmoothingShift;
        }
    }
}
