using TinyEdge.Bundles;
using TinyEdge.Companion.Profiling;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Sensing;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Hardware;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>Both drivers over the real adapter, the shim and the models: the same contract for each.</summary>
public class DriverTests
{
    private readonly short[] _xyz = new short[3 * 256];

    public static TheoryData<SensorKind, int> Ranges()
    {
        var data = new TheoryData<SensorKind, int>();
        foreach (SensorKind kind in new[] { SensorKind.Adxl345, SensorKind.Mpu6050 })
        {
            foreach (int range in new[] { 2, 4, 8, 16 })
            {
                data.Add(kind, range);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Read_KnownAcceleration_IsWithinOneLsbInEveryRange(SensorKind kind, int rangeG)
    {
        using var board = new TestBoard(kind);
        Put(board, kind, new CountingSource(0) { Y = -0.7071, Z = 1.2345 });
        IAccelerometer driver = Start(board, kind, 200, rangeG);
        board.Clock.Advance(50_000);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(10, count);

        // One LSB of the chip in counts of 4096 a g: the ADXL345 has 256 LSB/g, the MPU-6050 at 8 g 4096.
        double lsb = kind == SensorKind.Adxl345 ? 16 : 1;
        Assert.InRange(_xyz[1], (-0.7071 * 4096) - lsb, (-0.7071 * 4096) + lsb);
        Assert.InRange(_xyz[2], (1.2345 * 4096) - lsb, (1.2345 * 4096) + lsb);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Read_OftenEnough_LosesAndRepeatsNothing(SensorKind kind)
    {
        using var board = new TestBoard(kind);
        Put(board, kind, new CountingSource(1.0 / 256));
        IAccelerometer driver = Start(board, kind, 200, 2);
        var seen = new List<int>();
        var random = new Random(5);
        while (seen.Count < 390)
        {
            board.Clock.Advance(random.Next(1, 100_000));
            Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, random.Next(1, 256), out int count));
            for (int i = 0; i < count; i++)
            {
                seen.Add(_xyz[3 * i] / 16);
            }

            Drain(driver, seen);
        }

        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => i % 400), seen);
        Assert.Equal(0, driver.OverrunCount);
        Assert.Equal(0, driver.BusErrorCount);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Read_AfterALongPause_CountsOneOverrunAndIsInStepAgain(SensorKind kind)
    {
        using var board = new TestBoard(kind);
        Put(board, kind, new CountingSource(1.0 / 256));
        IAccelerometer driver = Start(board, kind, 200, 2);
        board.Clock.Advance(TimeSpan.FromSeconds(1.3));
        Assert.Equal(ResultCode.FifoOverrun, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(kind == SensorKind.Adxl345 ? 32 : 0, count);
        Assert.Equal(1, driver.OverrunCount);
        board.Clock.Advance(100_000);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out count));
        Assert.Equal(20, count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal((260 + i) % 400 * 16, _xyz[3 * i]);
            Assert.Equal(-2048, _xyz[(3 * i) + 1]);
            Assert.Equal(4096, _xyz[(3 * i) + 2]);
        }
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Start_ForeignIdentity_IsRefused(SensorKind kind)
    {
        using var board = new TestBoard(SensorKind.None);
        board.Board.I2c.Attach(Address(kind), kind == SensorKind.Adxl345
            ? new Adxl345Model(board.Board.Source) { Identity = 0x4A }
            : new Mpu6050Model(board.Board.Source) { Identity = 0x71 });
        Assert.Equal(ResultCode.SensorWrongIdentity, Make(board, kind).TryStart(200, 8));
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Start_NobodyThere_IsNotFoundAfterCountedRetries(SensorKind kind)
    {
        using var board = new TestBoard(SensorKind.None);
        IAccelerometer driver = Make(board, kind);
        Assert.Equal(ResultCode.SensorNotFound, driver.TryStart(200, 8));
        Assert.Equal(1 + I2cBus.Retries, driver.BusErrorCount);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345, 201, 8)]
    [InlineData(SensorKind.Adxl345, 200, 3)]
    [InlineData(SensorKind.Adxl345, 0, 8)]
    [InlineData(SensorKind.Mpu6050, 300, 8)]
    [InlineData(SensorKind.Mpu6050, 0, 8)]
    [InlineData(SensorKind.Mpu6050, 200, 0)]
    public void Start_SettingThatTheChipLacks_IsRefusedBeforeTheBus(SensorKind kind, int rateHz, int rangeG)
    {
        using var board = new TestBoard(kind);
        Assert.Equal(ResultCode.UnsupportedSensorSetting, Make(board, kind).TryStart(rateHz, rangeG));
        Assert.Equal(0, board.Board.I2c.TransferCount);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Read_AddressNotAcknowledgedTwice_IsRetriedAndCounted(SensorKind kind)
    {
        using var board = new TestBoard(kind);
        IAccelerometer driver = Start(board, kind, 200, 8);
        board.Clock.Advance(50_000);
        board.Board.I2c.Inject(BusFault.AddressNack, 2);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(10, count);
        Assert.Equal(2, driver.BusErrorCount);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Read_StuckBus_FailsOnceAndRecovers(SensorKind kind)
    {
        using var board = new TestBoard(kind);
        IAccelerometer driver = Start(board, kind, 200, 8);
        board.Clock.Advance(50_000);
        board.Board.I2c.Inject(BusFault.StuckBus);
        Assert.Equal(ResultCode.BusError, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(0, count);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out count));
        Assert.Equal(10, count);
    }

    [Fact]
    public void Mpu6050_BurstBreaksOff_IsResynchronisedBeforeTheNextSample()
    {
        using var board = new TestBoard(SensorKind.Mpu6050);
        Put(board, SensorKind.Mpu6050, new CountingSource(1.0 / 256));
        IAccelerometer driver = Start(board, SensorKind.Mpu6050, 200, 2);
        board.Clock.Advance(45_000);
        board.Board.I2c.Inject(BusFault.None);
        board.Board.I2c.Inject(BusFault.Partial);
        Assert.Equal(ResultCode.BusError, driver.TryRead(_xyz, 256, out _));
        Assert.Equal(ResultCode.FifoOverrun, driver.TryRead(_xyz, 256, out _));
        board.Clock.Advance(50_000);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(10, count);
        Assert.Equal(-2048, _xyz[1]);
    }

    [Theory]
    [InlineData(SensorKind.Adxl345)]
    [InlineData(SensorKind.Mpu6050)]
    public void Start_AfterAReboot_BeginsWithAnEmptyFifo(SensorKind kind)
    {
        using var board = new TestBoard(kind);
        Start(board, kind, 200, 8);
        board.Clock.Advance(TimeSpan.FromSeconds(10));
        board.Board.Boot();
        IAccelerometer driver = Start(board, kind, 200, 8);
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out int count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void Read_ManyTimes_AllocatesNothing()
    {
        IAccelerometer[] drivers = [new Adxl345(new FixedBus(0xE5, 10)), new Mpu6050(new FixedBus(0x68, 0))];
        foreach (IAccelerometer driver in drivers)
        {
            Assert.Equal(ResultCode.Ok, driver.TryStart(200, 8));
            driver.TryRead(_xyz, 256, out _);
            long allocated = AllocationMeter.Measure(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    driver.TryRead(_xyz, 256, out _);
                }
            });

            Assert.Equal(0, allocated);
        }
    }

    private void Drain(IAccelerometer driver, List<int> seen)
    {
        Assert.Equal(ResultCode.Ok, driver.TryRead(_xyz, 256, out int count));
        for (int i = 0; i < count; i++)
        {
            seen.Add(_xyz[3 * i] / 16);
        }
    }

    private static IAccelerometer Start(TestBoard board, SensorKind kind, int rateHz, int rangeG)
    {
        IAccelerometer driver = Make(board, kind);
        Assert.Equal(ResultCode.Ok, driver.TryStart(rateHz, rangeG));
        return driver;
    }

    private static IAccelerometer Make(TestBoard board, SensorKind kind)
    {
        I2cBus bus = board.InBoot(() => new I2cBus(BoardPins.SensorBus, Address(kind)));
        return kind == SensorKind.Adxl345 ? new Adxl345(bus) : new Mpu6050(bus);
    }

    private static void Put(TestBoard board, SensorKind kind, CountingSource source)
        => board.Board.I2c.Attach(Address(kind), kind == SensorKind.Adxl345 ? new Adxl345Model(source) : new Mpu6050Model(source));

    private static int Address(SensorKind kind) => kind == SensorKind.Adxl345 ? Adxl345.DefaultAddress : Mpu6050.DefaultAddress;

    /// <summary>Answers every read with the identity, then with a FIFO level, then with itself.</summary>
    private sealed class FixedBus(byte identity, byte level) : II2cBus
    {
        public int ErrorCount => 0;

        public ResultCode TryWrite(byte[] buffer, int count) => ResultCode.Ok;

        public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
        {
            Array.Clear(buffer, 0, count);
            buffer[0] = register is 0x00 or 0x75 ? identity : level;
            if (register == 0x72)
            {
                buffer[1] = 60;
            }

            return ResultCode.Ok;
        }
    }
}
