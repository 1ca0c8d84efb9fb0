using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Runtime.Health
{
    /// <summary>
    /// How the sensor was before an update: 32 bytes in a file, written when a bundle is staged. A trial is only blamed for what was
    /// better before it.
    /// </summary>
    public sealed class SignalBaseline
    {
        public const string FileName = "baseline.sig";
        public const int SizeBytes = 32;
        public const int Format = 1;

        /// <summary>"TESB" read as a little-endian word.</summary>
        public const int Magic = 0x42534554;

        private const int CrcAt = 28;

        // Half of the int16 range: no acceleration that the sensor can follow has such an RMS.
        private const int SaturatedRms = 16384;

        /// <summary>RMS of x, y, z in counts.</summary>
        public readonly int[] Rms = new int[SignalMeter.Axes];

        /// <summary>Whether the sensor answered at all.</summary>
        public bool SensorAnswered;

        public int OverrunsPerMinute;
        public int BusErrorsPerMinute;

        private readonly byte[] _bytes = new byte[SizeBytes];
        private bool _known;

        /// <summary>False when there is no valid file: then nothing is compared.</summary>
        public bool IsKnown
        {
            get { return _known; }
        }

        /// <summary>Writes the file. Called before the reboot into a trial, not while idle.</summary>
        public ResultCode TrySave(IFileStore files)
        {
            LittleEndian.WriteInt32(_bytes, 0, Magic);
            LittleEndian.WriteInt16(_bytes, 4, Format);
            LittleEndian.WriteInt16(_bytes, 6, SensorAnswered ? 1 : 0);
            for (int axis = 0; axis < SignalMeter.Axes; axis++)
            {
                LittleEndian.WriteInt32(_bytes, 8 + (4 * axis), Rms[axis]);
            }

            LittleEndian.WriteInt32(_bytes, 20, OverrunsPerMinute);
            LittleEndian.WriteInt32(_bytes, 24, BusErrorsPerMinute);
            LittleEndian.WriteInt32(_bytes, CrcAt, (int)Crc32.Compute(_bytes, 0, CrcAt));
            ResultCode code = files.Length(FileName) > SizeBytes ? files.TryDelete(FileName) : ResultCode.Ok;
            code = code == ResultCode.Ok ? files.TryWrite(FileName, 0, _bytes, 0, SizeBytes) : code;
            _known = code == ResultCode.Ok;
            return code;
        }

        /// <summary>Removes the file: how the sensor was is not known.</summary>
        public ResultCode TryForget(IFileStore files)
        {
            _known = false;
            return files.TryDelete(FileName);
        }

        /// <summary>Reads the file; without a valid one <see cref="IsKnown"/> is false.</summary>
        public ResultCode TryLoad(IFileStore files)
        {
            _known = false;
            if (files.Length(FileName) != SizeBytes)
            {
                return ResultCode.NotFound;
            }

            ResultCode code = files.TryRead(FileName, 0, _bytes, 0, SizeBytes);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (LittleEndian.ReadInt32(_bytes, 0) != Magic
                || LittleEndian.ReadUInt16(_bytes, 4) != Format
                || LittleEndian.ReadUInt32(_bytes, CrcAt) != Crc32.Compute(_bytes, 0, CrcAt))
            {
                return ResultCode.StorageReadFailed;
            }

            SensorAnswered = LittleEndian.ReadUInt16(_bytes, 6) != 0;
            for (int axis = 0; axis < SignalMeter.Axes; axis++)
            {
                Rms[axis] = LittleEndian.ReadInt32(_bytes, 8 + (4 * axis));
            }

            OverrunsPerMinute = LittleEndian.ReadInt32(_bytes, 20);
            BusErrorsPerMinute = LittleEndian.ReadInt32(_bytes, 24);
            _known = true;
            return ResultCode.Ok;
        }

        /// <summary>
        /// Whether a signal is worse than this one: an axis went dead, an axis is driven against its stops, or clearly more samples
        /// or transfers are lost. Louder is not worse: a machine that was started meanwhile is not the bundle's fault.
        /// </summary>
        public bool IsWorse(int[] rms, int overrunsPerMinute, int busErrorsPerMinute)
        {
            for (int axis = 0; axis < SignalMeter.Axes; axis++)
            {
                bool dead = rms[axis] == 0 && Rms[axis] > 0;
                bool saturated = rms[axis] >= SaturatedRms && Rms[axis] < SaturatedRms;
                if (dead || saturated)
                {
                    return true;
                }
            }

            return IsMore(overrunsPerMinute, OverrunsPerMinute) || IsMore(busErrorsPerMinute, BusErrorsPerMinute);
        }

        /// <summary>More than twice as many, and at least three more: single losses happen to everybody.</summary>
        private static bool IsMore(int now, int before)
        {
            return now - before >= 3 && now / 2 >= before;
        }
    }
}
