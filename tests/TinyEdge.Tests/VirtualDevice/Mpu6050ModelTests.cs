using TinyEdge.VirtualDevice.Hardware;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>Expectations from the register map RM-MPU-6000A-00 rev. 4.2.</summary>
public class Mpu6050ModelTests
{
    private readonly Mpu6050Model _chip = new(new CountingSource(1.0 / 16384));
    private long _now;

    [Fact]
    public void Registers_AfterPowerUp_HaveTheirResetValues()
    {
        Assert.Equal(0x68, Read(0x75, 1)[0]);
        Assert.Equal(0x40, Read(0x6B, 1)[0]);
        Assert.Equal(0x00, Read(0x6A, 1)[0]);
    }

    [Fact]
    public void Sleep_AfterPowerUp_TakesNoSample()
    {
        _now += 1_000_000;
        Read(0x3A, 1);
        Assert.Equal(0, _chip.SamplesTaken);
    }

    [Theory]
    [InlineData(0, 7, 1000)] // filter off: 8 kHz / 8
    [InlineData(1, 0, 1000)] // filter on: 1 kHz / 1
    [InlineData(2, 4, 200)]
    [InlineData(2, 255, 3)]
    public void Rate_OneSecond_IsTheBaseRateOverTheDivider(byte filter, byte divider, int samples)
    {
        Write(0x1A, filter);
        Write(0x19, divider);
        Write(0x6B, 0x01);
        _now += 1_000_000;
        Read(0x3A, 1);
        Assert.Equal(samples, _chip.SamplesTaken);
    }

    [Fact]
    public void Fifo_AccelOnly_CountsSixBytesASampleBigEndian()
    {
        Start();
        Pass(samples: 100);
        byte[] count = Read(0x72, 2);
        Assert.Equal(600, (count[0] << 8) | count[1]);
        byte[] two = Read(0x74, 12);
        Assert.Equal(0, (short)((two[0] << 8) | two[1]));
        Assert.Equal(-8192, (short)((two[2] << 8) | two[3]));
        Assert.Equal(16384, (short)((two[4] << 8) | two[5]));
        Assert.Equal(1, (short)((two[6] << 8) | two[7]));
        Assert.Equal(588, Count());
    }

    [Fact]
    public void Fifo_Overflows_SetsTheFlagOnceAndStaysAt1024()
    {
        Start();
        Pass(samples: 171);
        Assert.Equal(1024, Count());
        Assert.Equal(0x10, Read(0x3A, 1)[0] & 0x10);
        Assert.Equal(0x00, Read(0x3A, 1)[0] & 0x10);
    }

    [Fact]
    public void FifoReset_WhileEnabled_DoesNothing()
    {
        Start();
        Pass(samples: 10);
        Write(0x6A, 0x44);
        Assert.Equal(60, Count());
        Write(0x6A, 0x04);
        Assert.Equal(0, Count());
        Assert.Equal(0x00, Read(0x6A, 1)[0]);
    }

    [Fact]
    public void DeviceReset_AnyState_RestoresTheResetValues()
    {
        Start();
        Write(0x6B, 0x80);
        Assert.Equal(0x40, Read(0x6B, 1)[0]);
        Assert.Equal(0x00, Read(0x23, 1)[0]);
    }

    [Fact]
    public void Temperature_25Degrees_FollowsTheFormula()
    {
        Start();
        Pass(samples: 1);
        byte[] raw = Read(0x41, 2);
        Assert.Equal(25, ((short)((raw[0] << 8) | raw[1]) / 340.0) + 36.53, 0.01);
    }

    private void Start()
    {
        Write(0x6B, 0x01);
        Write(0x1A, 0x02);
        Write(0x19, 4);
        Write(0x23, 0x08);
        Write(0x6A, 0x40);
    }

    private int Count()
    {
        byte[] count = Read(0x72, 2);
        return (count[0] << 8) | count[1];
    }

    private void Pass(int samples) => _now += samples * 5000;

    private void Write(byte register, byte value) => _chip.Write([register, value], _now);

    private byte[] Read(byte register, int count)
    {
        byte[] bytes = new byte[count];
        _chip.Write([register], _now);
        _chip.Read(bytes, _now);
        return bytes;
    }
}
