using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// Analog Devices ADXL345 over I2C, in full resolution and FIFO stream mode. Register names, values and rules are those
    /// of its data sheet (Rev. G: "Register Map", "FIFO", table 7 for the rates).
    /// <see cref="TryRead"/> answers <see cref="ResultCode.FifoOverrun"/> when the FIFO had filled up: the samples that it
    /// delivers with that code are good and in order, but some before them may be lost.
    /// </summary>
    public sealed class Adxl345 : IAccelerometer
    {
        /// <summary>I2C address with SDO/ALT ADDRESS low; 0x1D with it high.</summary>
        public const int DefaultAddress = 0x53;

        /// <summary>Levels of the FIFO.</summary>
        public const int FifoLevels = 32;

        private const byte RegisterDeviceId = 0x00;
        private const byte RegisterBandwidthRate = 0x2C;
        private const byte RegisterPowerControl = 0x2D;
        private const byte RegisterInterruptEnable = 0x2E;
        private const byte RegisterInterruptSource = 0x30;
        private const byte RegisterDataFormat = 0x31;
        private const byte RegisterDataX0 = 0x32;
        private const byte RegisterFifoControl = 0x38;
        private const byte RegisterFifoStatus = 0x39;

        private const byte DeviceId = 0xE5;
        private const byte Measure = 0x08;

        // Full resolution, left justified, plus or minus 8 g: twelve bits above four zeros ("Data Formatting of Upper and Lower
        // Data Bytes"), 256 LSB/g times 16, which is AccelScale.
        private const byte CountsFormat = 0x0E;

        private const byte FifoBypass = 0x00;
        private const byte FifoStream = 0x80;
        private const byte Watermark = 16;
        private const byte OverrunFlag = 0x01;
        private const byte EntriesMask = 0x3F;
        private const byte Rate3200Hz = 0x0F;
        private const byte Rate25Hz = 0x08;

        private const int BytesPerSample = 6;

        private readonly II2cBus _bus;
        private readonly byte[] _buffer = new byte[BytesPerSample];
        private int _overruns;
        private int _errorsAtStart;

        public Adxl345(II2cBus bus)
        {
            _bus = bus;
        }

        public int OverrunCount
        {
            get { return _overruns; }
        }

        public int BusErrorCount
        {
            get { return _bus.ErrorCount - _errorsAtStart; }
        }

        /// <inheritdoc/>
        /// <remarks>Rates 25, 50, 100, 200, 400, 800, 1600, 3200 Hz.</remarks>
        public ResultCode TryStart(int sampleRateHz, int rangeG)
        {
            _overruns = 0;
            _errorsAtStart = _bus.ErrorCount;
            int rate = RateCode(sampleRateHz);
            if (rate < 0 || !AccelScale.IsRange(rangeG))
            {
                return ResultCode.UnsupportedSensorSetting;
            }

            if (_bus.TryReadRegister(RegisterDeviceId, _buffer, 1) != ResultCode.Ok)
            {
                return ResultCode.SensorNotFound;
            }

            if (_buffer[0] != DeviceId)
            {
                return ResultCode.SensorWrongIdentity;
            }

            return TryConfigure((byte)rate);
        }

        /// <inheritdoc/>
        public ResultCode TryRead(short[] xyz, int maxSamples, out int count)
        {
            count = 0;
            II2cBus bus = _bus;
            byte[] raw = _buffer;
            ResultCode result = bus.TryReadRegister(RegisterFifoStatus, raw, 1);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            ResultCode verdict = ResultCode.Ok;
            int entries = raw[0] & EntriesMask;
            if (entries >= FifoLevels)
            {
                verdict = LookForOverrun();
                if (verdict != ResultCode.Ok && verdict != ResultCode.FifoOverrun)
                {
                    return verdict;
                }
            }

            // One entry leaves the FIFO per multi-byte read of DATAX0..DATAZ1, and the next needs 5 us to arrive: the start,
            // address and register bytes of the next transfer take 45 us even at 400 kHz.
            int end = 3 * (entries < maxSamples ? entries : maxSamples);
            int at = 0;
            while (at < end)
            {
                result = bus.TryReadRegister(RegisterDataX0, raw, BytesPerSample);
                if (result != ResultCode.Ok)
                {
                    verdict = result;
                    break;
                }

                xyz[at] = (short)((raw[1] << 8) | raw[0]);
                xyz[at + 1] = (short)((raw[3] << 8) | raw[2]);
                xyz[at + 2] = (short)((raw[5] << 8) | raw[4]);
                at += 3;
            }

            count = at / 3;
            return verdict;
        }

        // The flag is gone once a sample has been read, so it is asked for before.
        private ResultCode LookForOverrun()
        {
            ResultCode result = _bus.TryReadRegister(RegisterInterruptSource, _buffer, 1);
            if (result != ResultCode.Ok || (_buffer[0] & OverrunFlag) == 0)
            {
                return result;
            }

            _overruns++;
            return ResultCode.FifoOverrun;
        }

        private ResultCode TryConfigure(byte rate)
        {
            // Standby first; bypass empties the FIFO of what an earlier boot left in it.
            ResultCode result = TrySet(RegisterPowerControl, 0);
            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterFifoControl, FifoBypass);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterInterruptEnable, 0);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterBandwidthRate, rate);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterDataFormat, CountsFormat);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterFifoControl, FifoStream | Watermark);
            }

            return result == ResultCode.Ok ? TrySet(RegisterPowerControl, Measure) : result;
        }

        private ResultCode TrySet(byte register, byte value)
        {
            _buffer[0] = register;
            _buffer[1] = value;
            return _bus.TryWrite(_buffer, 2);
        }

        private static int RateCode(int sampleRateHz)
        {
            int code = Rate3200Hz;
            for (int rate = 3200; code >= Rate25Hz; rate >>= 1)
            {
                if (rate == sampleRateHz)
                {
                    return code;
                }

                code--;
            }

            return -1;
        }
    }
}
