using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// The calibration component: 32 bytes, little endian.
    /// <code>
    ///  0 u32 magic "TECA"      8 8 bytes device id (all zero: any device)      22 u16 gain x, y, z in Q14
    ///  4 u16 format = 1       16 i16 offset x, y, z in counts                  28 u32 reserved = 0
    ///  6 u16 reserved = 0
    /// </code>
    /// A sample becomes (raw - offset) * gain. Offsets are in the project's counts (4096 a g), gains 0.5 to just under 2 (32767 / 16384).
    /// </summary>
    public sealed class CalibrationSettings
    {
        public const int EncodedBytes = 32;
        public const uint Magic = 0x41434554;
        public const int Format = 1;
        public const int DeviceIdBytes = 8;
        public const int Axes = 3;
        public const int UnityGainQ14 = 1 << 14;
        public const int MinGainQ14 = UnityGainQ14 / 2;
        public const int MaxGainQ14 = short.MaxValue;

        /// <summary>Device this calibration was measured on; all zero when it is for any.</summary>
        public readonly byte[] DeviceId = new byte[DeviceIdBytes];

        /// <summary>Counts to subtract, per axis.</summary>
        public readonly short[] Offset = new short[Axes];

        /// <summary>Gain per axis, Q14.</summary>
        public readonly int[] GainQ14 = new int[Axes];

        public CalibrationSettings()
        {
            Clear();
        }

        /// <summary>Identity: no offset, unity gain, any device.</summary>
        public void Clear()
        {
            for (int i = 0; i < DeviceIdBytes; i++)
            {
                DeviceId[i] = 0;
            }

            for (int axis = 0; axis < Axes; axis++)
            {
                Offset[axis] = 0;
                GainQ14[axis] = UnityGainQ14;
            }
        }

        /// <param name="source">The component.</param>
        /// <param name="scratch">At least <see cref="EncodedBytes"/> bytes.</param>
        /// <param name="deviceId">This device's id, 8 bytes.</param>
        /// <returns>Ok, BadCalibration, CalibrationForOtherDevice, or the source's own code.</returns>
        public ResultCode TryRead(IByteSource source, byte[] scratch, byte[] deviceId)
        {
            if (source == null || source.Length != EncodedBytes)
            {
                return ResultCode.BadCalibration;
            }

            ResultCode result = source.TryRead(0, scratch, 0, EncodedBytes);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            if (LittleEndian.ReadUInt32(scratch, 0) != Magic || LittleEndian.ReadUInt16(scratch, 4) != Format
                || LittleEndian.ReadUInt16(scratch, 6) != 0 || LittleEndian.ReadUInt32(scratch, 28) != 0)
            {
                return ResultCode.BadCalibration;
            }

            bool any = true;
            bool mine = true;
            for (int i = 0; i < DeviceIdBytes; i++)
            {
                byte b = scratch[8 + i];
                DeviceId[i] = b;
                any &= b == 0;
                mine &= b == deviceId[i];
            }

            for (int axis = 0; axis < Axes; axis++)
            {
                Offset[axis] = LittleEndian.ReadInt16(scratch, 16 + (2 * axis));
                GainQ14[axis] = LittleEndian.ReadUInt16(scratch, 22 + (2 * axis));
                if (GainQ14[axis] < MinGainQ14 || GainQ14[axis] > MaxGainQ14)
                {
                    return ResultCode.BadCalibration;
                }
            }

            return any || mine ? ResultCode.Ok : ResultCode.CalibrationForOtherDevice;
        }

        public void Write(byte[] buffer)
        {
            LittleEndian.WriteInt32(buffer, 0, (int)Magic);
            LittleEndian.WriteInt16(buffer, 4, Format);
            LittleEndian.WriteInt16(buffer, 6, 0);
            for (int i = 0; i < DeviceIdBytes; i++)
            {
                buffer[8 + i] = DeviceId[i];
            }

            for (int axis = 0; axis < Axes; axis++)
            {
                LittleEndian.WriteInt16(buffer, 16 + (2 * axis), Offset[axis]);
                LittleEndian.WriteInt16(buffer, 22 + (2 * axis), GainQ14[axis]);
            }

            LittleEndian.WriteInt32(buffer, 28, 0);
        }
    }
}
