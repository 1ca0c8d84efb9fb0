using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Sensing
{
    /// <summary>
    /// InvenSense MPU-6050 over I2C, accelerometer only, through its 1024-byte FIFO. Register names, values and rules are
    /// those of the register map RM-MPU-6000A-00 rev. 4.2.
    /// The FIFO is a byte ring and 1024 is no multiple of 6: after an overflow, or a burst that broke off, nobody knows where
    /// a sample begins. The FIFO is then emptied and <see cref="TryRead"/> answers <see cref="ResultCode.FifoOverrun"/> without samples.
    /// </summary>
    public sealed class Mpu6050 : IAccelerometer
    {
        /// <summary>I2C address with AD0 low; 0x69 with it high.</summary>
        public const int DefaultAddress = 0x68;

        /// <summary>Bytes of the FIFO.</summary>
        public const int FifoBytes = 1024;

        private const byte RegisterSampleRateDivider = 0x19;
        private const byte RegisterConfig = 0x1A;
        private const byte RegisterAccelConfig = 0x1C;
        private const byte RegisterFifoEnable = 0x23;
        private const byte RegisterInterruptEnable = 0x38;
        private const byte RegisterInterruptStatus = 0x3A;
        private const byte RegisterUserControl = 0x6A;
        private const byte RegisterPowerManagement1 = 0x6B;
        private const byte RegisterFifoCount = 0x72;
        private const byte RegisterFifoData = 0x74;
        private const byte RegisterWhoAmI = 0x75;

        private const byte Identity = 0x68;
        private const byte ClockFromGyroX = 0x01;
        private const byte AccelIntoFifo = 0x08;
        private const byte FifoOverflow = 0x10;
        private const byte FifoReset = 0x04;
        private const byte FifoOn = 0x40;

        // AFS_SEL 2: plus or minus 8 g, 4096 LSB/g, which is AccelScale.
        private const byte Range8G = 0x10;

        // The accelerometer delivers 1 kHz whenever the low-pass filter is on ("SMPLRT_DIV").
        private const int OutputRateHz = 1000;
        private const int BytesPerSample = 6;
        private const int BurstSamples = BurstUnpack.MostSamples;

        private readonly II2cBus _bus;
        private readonly byte[] _buffer = new byte[BurstSamples * BytesPerSample];
        private int _overruns;
        private int _errorsAtStart;
        private bool _outOfStep;

        public Mpu6050(II2cBus bus)
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
        /// <remarks>Rates that divide 1000 Hz by 1 to 256.</remarks>
        public ResultCode TryStart(int sampleRateHz, int rangeG)
        {
            _overruns = 0;
            _errorsAtStart = _bus.ErrorCount;
            if (!AccelScale.IsRange(rangeG) || sampleRateHz < 4 || sampleRateHz > OutputRateHz || OutputRateHz % sampleRateHz != 0)
            {
                return ResultCode.UnsupportedSensorSetting;
            }

            if (_bus.TryReadRegister(RegisterWhoAmI, _buffer, 1) != ResultCode.Ok)
            {
                return ResultCode.SensorNotFound;
            }

            if (_buffer[0] != Identity)
            {
                return ResultCode.SensorWrongIdentity;
            }

            return TryConfigure((byte)((OutputRateHz / sampleRateHz) - 1), FilterCode(sampleRateHz));
        }

        /// <inheritdoc/>
        public ResultCode TryRead(short[] xyz, int maxSamples, out int count)
        {
            count = 0;
            if (_outOfStep)
            {
                return Resynchronise();
            }

            II2cBus bus = _bus;
            byte[] raw = _buffer;
            ResultCode result = bus.TryReadRegister(RegisterFifoCount, raw, 2);
            if (result != ResultCode.Ok)
            {
                return result;
            }

            int bytes = (raw[0] << 8) | raw[1];
            if (bytes > FifoBytes - BytesPerSample)
            {
                result = bus.TryReadRegister(RegisterInterruptStatus, raw, 1);
                if (result != ResultCode.Ok)
                {
                    return result;
                }

                if (bytes >= FifoBytes || (raw[0] & FifoOverflow) != 0)
                {
                    return Resynchronise();
                }
            }

            int ready = bytes / BytesPerSample;
            int wanted = ready < maxSamples ? ready : maxSamples;
            if (wanted > BurstSamples)
            {
                return TryReadBursts(xyz, wanted, out count);
            }

            if (wanted <= 0)
            {
                return ResultCode.Ok;
            }

            result = bus.TryReadRegister(RegisterFifoData, raw, wanted * BytesPerSample);
            if (result != ResultCode.Ok)
            {
                // The chip may have handed out part of the burst.
                _outOfStep = true;
                return result;
            }

            BurstUnpack.BigEndian(raw, xyz, wanted);
            count = wanted;
            return ResultCode.Ok;
        }

        // For callers with room for more than a burst; the runner has not.
        private ResultCode TryReadBursts(short[] xyz, int wanted, out int count)
        {
            count = 0;
            while (count < wanted)
            {
                int burst = wanted - count < BurstSamples ? wanted - count : BurstSamples;
                ResultCode result = _bus.TryReadRegister(RegisterFifoData, _buffer, burst * BytesPerSample);
                if (result != ResultCode.Ok)
                {
                    _outOfStep = true;
                    return result;
                }

                SampleUnpack.BigEndian(_buffer, xyz, count * 3, burst * 3);
                count += burst;
            }

            return ResultCode.Ok;
        }

        private ResultCode Resynchronise()
        {
            _outOfStep = true;
            ResultCode result = TrySet(RegisterUserControl, FifoReset);
            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterUserControl, FifoOn);
            }

            if (result != ResultCode.Ok)
            {
                return result;
            }

            _outOfStep = false;
            _overruns++;
            return ResultCode.FifoOverrun;
        }

        private ResultCode TryConfigure(byte divider, byte filter)
        {
            // Writing the clock source also ends the sleep that the chip is in after power-up.
            ResultCode result = TrySet(RegisterPowerManagement1, ClockFromGyroX);
            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterUserControl, 0);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterInterruptEnable, FifoOverflow);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterConfig, filter);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterSampleRateDivider, divider);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterAccelConfig, Range8G);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterFifoEnable, AccelIntoFifo);
            }

            if (result == ResultCode.Ok)
            {
                result = TrySet(RegisterUserControl, FifoReset);
            }

            _outOfStep = false;
            return result == ResultCode.Ok ? TrySet(RegisterUserControl, FifoOn) : result;
        }

        private ResultCode TrySet(byte register, byte value)
        {
            _buffer[0] = register;
            _buffer[1] = value;
            return _bus.TryWrite(_buffer, 2);
        }

        // DLPF_CFG: accelerometer bandwidths 184, 94, 44, 21, 10, 5 Hz for 1..6; the widest below half the sample rate.
        private static byte FilterCode(int sampleRateHz)
        {
            if (sampleRateHz > 368)
            {
                return 1;
            }

            if (sampleRateHz > 188)
            {
                return 2;
            }

            if (sampleRateHz > 88)
            {
                return 3;
            }

            if (sampleRateHz > 42)
            {
                return 4;
            }

            return (byte)(sampleRateHz > 20 ? 5 : 6);
        }
    }
}
