using TinyEdge.Bundles;
using TinyEdge.CostProfiler;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>A burst of the MPU-6050's FIFO through its driver: bytes to counts of the scale that the pipeline takes. Its ring is counted with the hop.</summary>
internal sealed class SensorProbe : IInputProbe<short[]>
{
    private readonly Mpu6050 _sensor;
    private readonly Fifo _fifo = new();
    private readonly short[] _xyz;

    /// <param name="samples">Samples of three axes a burst.</param>
    public SensorProbe(int samples)
    {
        _xyz = new short[3 * samples];
        _sensor = new Mpu6050(_fifo);
        Probe.Require(_sensor.TryStart(200, 8));
    }

    public void Run(short[] input)
    {
        _fifo.Fill(input);
        Probe.Require(_sensor.TryRead(_xyz, _xyz.Length / 3, out int count));
        if (3 * count != input.Length)
        {
            throw new InvalidOperationException($"The driver read {count} samples of {input.Length / 3}.");
        }
    }

    /// <summary>The chip's registers as far as the driver reads them. Not instrumented: the bus is hardware.</summary>
    private sealed class Fifo : II2cBus
    {
        private const byte FifoCount = 0x72;
        private const byte FifoData = 0x74;
        private const byte WhoAmI = 0x75;

        private byte[] _bytes = [];
        private int _next;

        public int ErrorCount => 0;

        public void Fill(short[] values)
        {
            _bytes = new byte[2 * values.Length];
            _next = 0;
            for (int i = 0; i < values.Length; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(_bytes.AsSpan(2 * i), values[i]);
            }
        }

        public ResultCode TryWrite(byte[] buffer, int count) => ResultCode.Ok;

        public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
        {
            switch (register)
            {
                case WhoAmI:
                    buffer[0] = 0x68;
                    break;
                case FifoCount:
                    (buffer[0], buffer[1]) = ((byte)((_bytes.Length - _next) >> 8), (byte)(_bytes.Length - _next));
                    break;
                case FifoData:
                    Array.Copy(_bytes, _next, buffer, 0, count);
                    _next += count;
                    break;
                default:
                    Array.Clear(buffer, 0, count);
                    break;
            }

            return ResultCode.Ok;
        }
    }
}
