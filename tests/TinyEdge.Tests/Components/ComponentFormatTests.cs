using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Components;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Tests.Components;

public sealed class ComponentFormatTests
{
    private static readonly string[] s_labels = ["healthy", "fault", "off"];
    private static readonly byte[] s_deviceId = [1, 2, 3, 4, 5, 6, 7, 8];
    private readonly byte[] _scratch = new byte[64];

    [Fact]
    public void Thresholds_RoundTrip_KeepsEveryField()
    {
        byte[] bytes = new ThresholdsFile("fault", 150, 100, 3, 4, 2).ToComponent(s_labels, "thresholds.json");
        ThresholdSettings read = new();

        Assert.Equal(ResultCode.Ok, read.TryRead(new ByteArraySource(bytes), _scratch, 3));

        Assert.Equal((1, 150, 100, 3, 4, 2), (read.ScoreClass, read.OnLevel, read.OffLevel, read.OnCount, read.OffCount, read.SmoothingShift));
    }

    [Fact]
    public void Thresholds_AnyByteOutOfItsRange_IsRefusedWithoutAnException()
    {
        byte[] good = new ThresholdsFile("fault", 150, 100, 3, 4, 2).ToComponent(s_labels, "thresholds.json");
        ThresholdSettings read = new();
        for (int i = 0; i < good.Length; i++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] bytes = (byte[])good.Clone();
                bytes[i] = (byte)value;
                if (read.TryRead(new ByteArraySource(bytes), _scratch, 3) == ResultCode.Ok)
                {
                    Assert.True(read.IsValid(3));
                    byte[] again = new byte[ThresholdSettings.EncodedBytes];
                    read.Write(again);
                    Assert.Equal(bytes, again);
                }
            }
        }

        Assert.Equal(ResultCode.BadThresholds, read.TryRead(new ByteArraySource(good[..15]), _scratch, 3));
        Assert.Equal(ResultCode.BadThresholds, read.TryRead(new ByteArraySource(good), _scratch, 1));
    }

    [Fact]
    public void Thresholds_UnknownClass_NamesTheModelsClasses()
    {
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => new ThresholdsFile("broken", 150, 100, 3, 3, 0).ToComponent(s_labels, "thresholds.json"));

        Assert.Contains("healthy, fault, off", error.Why);
        Assert.Equal(ExitCode.BadInput, error.ExitCode);
    }

    [Fact]
    public void Calibration_RoundTrip_KeepsOffsetsAndGains()
    {
        byte[] bytes = new CalibrationFile("0102030405060708", [0.5, -0.25, 1], [1, 0.5, 1.5]).ToComponent("calibration.json");
        CalibrationSettings read = new();

        Assert.Equal(ResultCode.Ok, read.TryRead(new ByteArraySource(bytes), _scratch, s_deviceId));

        Assert.Equal([2048, -1024, 4096], read.Offset);
        Assert.Equal([16384, 8192, 24576], read.GainQ14);
    }

    [Fact]
    public void V16_Calibration_OfAnotherDevice_IsRefused()
    {
        byte[] bytes = new CalibrationFile("FF02030405060708", [0, 0, 0], [1, 1, 1]).ToComponent("calibration.json");

        Assert.Equal(ResultCode.CalibrationForOtherDevice, new CalibrationSettings().TryRead(new ByteArraySource(bytes), _scratch, s_deviceId));
    }

    [Theory]
    [InlineData("0102", "sixteen hex digits")]
    [InlineData("zz02030405060708", "sixteen hex digits")]
    public void Calibration_BadDeviceId_SaysWhatItShouldBe(string id, string expected)
    {
        TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => new CalibrationFile(id, [0, 0, 0], [1, 1, 1]).ToComponent("calibration.json"));

        Assert.Contains(expected, error.Why);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(9, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(0, 0.49)]
    [InlineData(0, 2.0)]
    public void Calibration_ValueOutOfRange_IsRefused(double offset, double gain)
    {
        Assert.Throws<TinyEdgeException>(() => new CalibrationFile("", [offset, 0, 0], [gain, 1, 1]).ToComponent("calibration.json"));
    }

    [Theory]
    [InlineData("""{ "scoreClass": "fault", "onLevel": 150, "offLevel": 100, "onCount": 3, "offCount": 3, "smoothing": 1 }""")]
    [InlineData("""{ "scoreClass": "fault", "onLevel": "150" }""")]
    [InlineData("""{ "scoreClass": "fault" }""")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    public void ThresholdsFile_MalformedJson_SaysWhereAndShowsAnExample(string json)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => ThresholdsFile.Load(path));
            Assert.Contains(path, error.What);
            Assert.Contains("scoreClass", error.Remedy);
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void GoldenVectors_RandomOrTruncatedBytes_NeverThrow()
    {
        Random random = new(3);
        GoldenVectorReader reader = new();
        short[] xyz = new short[3 * GoldenVectorReader.SamplesPerRead];
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(0, 400)];
            random.NextBytes(bytes);
            if (bytes.Length >= GoldenVectorReader.HeaderBytes && i % 2 == 0)
            {
                LittleEndian.WriteInt32(bytes, 0, (int)GoldenVectorReader.Magic);
                LittleEndian.WriteInt16(bytes, 4, GoldenVectorReader.Format);
                bytes[6] = (byte)random.Next(0, 4);
                bytes[7] = 3;
                LittleEndian.WriteInt32(bytes, 8, random.Next(0, 30));
                LittleEndian.WriteInt32(bytes, 12, 0);
            }

            if (reader.TryOpen(new ByteArraySource(bytes), 3) == ResultCode.Ok)
            {
                for (int vector = 0; vector < reader.VectorCount; vector++)
                {
                    Assert.Equal(ResultCode.Ok, reader.TryReadSamples(vector, 0, xyz, out _));
                    Assert.InRange((int)reader.Compare(vector, 0, new sbyte[3], 0), 0, (int)ResultCode.GoldenVectorMismatch);
                }
            }
        }
    }
}
