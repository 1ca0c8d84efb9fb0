using TinyEdge.VirtualDevice.Hardware;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>Expectations from the ADXL345 data sheet, Rev. G.</summary>
public class Adxl345ModelTests
{
    private const double FullResolutionLsb = 1.0 / 256;
    private readonly Adxl345Model _chip = new(new CountingSource(FullResolutionLsb));
    private long _now;

    [Fact]
    public void Registers_AfterPowerUp_HaveTheirResetValues()
    {
        Assert.Equal(0xE5, Read(0x00, 1)[0]);
        Assert.Equal(0x0A, Read(0x2C, 1)[0]);
        Assert.Equal(0x00, Read(0x2D, 1)[0]);
        Assert.Equal(0x02, Read(0x30, 1)[0]);
        Assert.Equal(0x00, Read(0x39, 1)[0]);
    }

    [Fact]
    public void DeviceId_Written_StaysAsItIs()
    {
        Write(0x00, 0x11);
        Assert.Equal(0xE5, Read(0x00, 1)[0]);
    }

    [Theory]
    [InlineData(0x0F, 3200)]
    [InlineData(0x0D, 800)]
    [InlineData(0x0B, 200)]
    [InlineData(0x0A, 100)]
    [InlineData(0x08, 25)]
    public void Rate_OneSecond_TakesThatManySamples(byte code, int rateHz)
    {
        Write(0x2C, code);
        Write(0x2D, 0x08);
        _now += 1_000_000;
        Read(0x39, 1);
        Assert.Equal(rateHz, _chip.SamplesTaken);
    }

    [Fact]
    public void Standby_TimePasses_TakesNoSample()
    {
        _now += 1_000_000;
        Read(0x39, 1);
        Assert.Equal(0, _chip.SamplesTaken);
    }

    [Fact]
    public void StreamMode_MoreThan32Samples_KeepsTheNewest32AndSaysOverrun()
    {
        Start(0x80);
        Pass(samples: 40);
        Assert.Equal(32, Read(0x39, 1)[0]);
        Assert.Equal(0x01, Read(0x30, 1)[0] & 0x01);
        Assert.Equal(8, X(Read(0x32, 6)));
        Assert.Equal(0x00, Read(0x30, 1)[0] & 0x01);
        Assert.Equal(31, Read(0x39, 1)[0]);
    }

    [Fact]
    public void FifoMode_MoreThan32Samples_KeepsTheOldest32()
    {
        Start(0x40);
        Pass(samples: 40);
        Assert.Equal(32, Read(0x39, 1)[0]);
        Assert.Equal(0, X(Read(0x32, 6)));
    }

    [Fact]
    public void BypassMode_TwoSamplesUnread_SetsOverrunAndShowsTheNewest()
    {
        Start(0x00);
        Pass(samples: 2);
        Assert.Equal(0x81, Read(0x30, 1)[0] & 0x81);
        Assert.Equal(1, X(Read(0x32, 6)));
        Assert.Equal(0, Read(0x30, 1)[0] & 0x81);
    }

    [Fact]
    public void DataRead_OneByteOnly_StillEmptiesOneLevel()
    {
        Start(0x80);
        Pass(samples: 3);
        Read(0x32, 1);
        Assert.Equal(2, Read(0x39, 1)[0]);
    }

    [Fact]
    public void Watermark_ReachedAndReadBelow_ComesAndGoes()
    {
        Start(0x80 | 4);
        Pass(samples: 3);
        Assert.Equal(0, Read(0x30, 1)[0] & 0x02);
        Pass(samples: 1);
        Assert.Equal(2, Read(0x30, 1)[0] & 0x02);
        Read(0x32, 6);
        Assert.Equal(0, Read(0x30, 1)[0] & 0x02);
    }

    [Fact]
    public void FifoControl_SetToBypass_EmptiesTheFifo()
    {
        Start(0x80);
        Pass(samples: 5);
        Write(0x38, 0x00);
        Assert.Equal(0, Read(0x39, 1)[0]);
    }

    [Theory]
    [InlineData(0x00, -128)] // 10 bits at 2 g: 256 LSB/g
    [InlineData(0x03, -16)] // 10 bits at 16 g: 32 LSB/g
    [InlineData(0x0B, -128)] // full resolution keeps 256 LSB/g
    [InlineData(0x04, -128 * 64)] // left justified
    public void DataFormat_MinusHalfG_HasTheSensitivityOfTheTable(byte format, int expected)
    {
        Write(0x31, format);
        Start(0x00);
        Pass(samples: 1);
        byte[] data = Read(0x32, 6);
        Assert.Equal(expected, (short)(data[2] | (data[3] << 8)));
    }

    private void Start(byte fifoControl)
    {
        Write(0x2C, 0x0B);
        Write(0x38, fifoControl);
        Write(0x2D, 0x08);
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

    private static int X(byte[] data) => (short)(data[0] | (data[1] << 8));
}
