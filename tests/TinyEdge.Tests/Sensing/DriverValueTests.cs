using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Tests.Sensing;

/// <summary>
/// What the drivers make of the FIFO's bytes, against the class library: every length of a burst, bytes at random and at their ends. The
/// MPU-6050's first 32 samples of a call go through the generated code, those after them through the plain loop.
/// </summary>
public class DriverValueTests
{
    private const int BytesPerSample = 6;
    private const short Untouched = 0x55AA;

    private static readonly byte[] s_ends = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];

    [Theory]
    [InlineData(32, 1)]
    [InlineData(170, 9)]
    public void Mpu6050_AnyBytes_AreBigEndianCounts(int maxSamples, int step)
    {
        FifoBus bus = new();
        Mpu6050 sensor = new(bus);
        for (int samples = maxSamples; samples >= 0; samples -= step)
        {
            Check(sensor, bus, samples, maxSamples, BinaryPrimitives.ReadInt16BigEndian);

            // The level, the bursts, and the overflow flag when the FIFO has no room for another sample.
            Assert.Equal(1 + ((samples + 31) / 32) + (samples == 170 ? 1 : 0), bus.Reads);
        }
    }

    [Fact]
    public void Adxl345_AnyBytes_AreLittleEndianCounts()
    {
        FifoBus bus = new();
        Adxl345 sensor = new(bus);
        for (int samples = 0; samples < 32; samples++)
        {
            Check(sensor, bus, samples, 32, BinaryPrimitives.ReadInt16LittleEndian);
            Assert.Equal(1 + samples, bus.Reads);
        }
    }

    private static void Check(IAccelerometer sensor, FifoBus bus, int samples, int maxSamples, Func<ReadOnlySpan<byte>, short> word)
    {
        Assert.Equal(ResultCode.Ok, sensor.TryStart(200, 4));
        Random random = new(samples);
        for (int turn = 0; turn < 20; turn++)
        {
            byte[] bytes = [.. Enumerable.Range(0, samples * BytesPerSample)
                .Select(_ => turn % 2 == 0 ? (byte)random.Next(256) : s_ends[random.Next(s_ends.Length)])];
            short[] xyz = [.. Enumerable.Repeat(Untouched, 3 * (maxSamples + 1))];
            bus.Fill(bytes);

            Assert.Equal(ResultCode.Ok, sensor.TryRead(xyz, maxSamples, out int count));

            Assert.Equal(samples, count);
            Assert.Equal(Enumerable.Range(0, 3 * samples).Select(i => word(bytes.AsSpan(2 * i))), xyz.Take(3 * samples));
            Assert.All(xyz.Skip(3 * samples), value => Assert.Equal(Untouched, value));
        }
    }
}
