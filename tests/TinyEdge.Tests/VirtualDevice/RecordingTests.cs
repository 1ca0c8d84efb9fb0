using System.Text;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Vibration;

namespace TinyEdge.Tests.VirtualDevice;

public class RecordingTests
{
    [Theory]
    [InlineData("0.1,0.2,0.3\n-1,2,3\n")]
    [InlineData("x_g,y_g,z_g\n0.1,0.2,0.3\r\n-1,2,3")]
    [InlineData("recording,x_g,y_g,z_g\n0,0.1,0.2,0.3\n0,-1,2,3\n\n")]
    [InlineData("7,0.1,0.2,0.3\n7,-1,2,3\n")]
    public void Csv_EveryAcceptedForm_GivesTheSameSamples(string text)
        => Assert.Equal([new Vector3G(0.1, 0.2, 0.3), new Vector3G(-1, 2, 3)], CsvRecording.Parse(new StringReader(text), "t"));

    [Theory]
    [InlineData("", "no samples")]
    [InlineData("x,y,z\n", "no samples")]
    [InlineData("1,2\n", "Line 1 has 2 columns")]
    [InlineData("1,2,3\n1,2\n", "Line 2 has 2 columns")]
    [InlineData("1,2,x\n", "column 3: 'x' is not a number")]
    [InlineData("1,2,3\nx,y,z\n", "Line 2, column 1")]
    [InlineData("1,2,NaN\n", "'NaN' is not a number")]
    [InlineData("1,2,1e9\n", "more than 200 g")]
    [InlineData("1;2;3\n", "columns")]
    public void Csv_Malformed_SaysWhere(string text, string why)
    {
        VirtualDeviceException error = Assert.Throws<VirtualDeviceException>(() => CsvRecording.Parse(new StringReader(text), "t.csv"));
        Assert.Contains(why, error.Why, StringComparison.Ordinal);
        Assert.Contains("t.csv", error.What, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Load_NoSuchFile_IsADomainError()
        => Assert.Throws<VirtualDeviceException>(() => CsvRecording.Load(Path.Combine(Path.GetTempPath(), "tinyedge-none.csv")));

    [Fact]
    public void Wav_Mono16_GoesToX()
    {
        Vector3G[] samples = WavRecording.Parse(Wav(1, 16, [0, 16384, -32768]), "t", 2, out int rate);
        Assert.Equal(8000, rate);
        Assert.Equal([new Vector3G(0, 0, 1), new Vector3G(1, 0, 1), new Vector3G(-2, 0, 1)], samples);
    }

    [Theory]
    [InlineData(2, 16)]
    [InlineData(1, 8)]
    public void Wav_OtherFormats_AreRefused(int channels, int bits)
        => Assert.Throws<VirtualDeviceException>(() => WavRecording.Parse(Wav(channels, bits, [1]), "t", 1, out _));

    [Fact]
    public void Wav_EveryTruncationAndFlippedByte_IsReadOrRefusedAndNeverBreaks()
    {
        byte[] good = Wav(1, 16, [1, 2, 3, 4]);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] flipped = (byte[])good.Clone();
            flipped[i] ^= 0xFF;
            foreach (byte[] file in new[] { good[..i], flipped })
            {
                Exception? error = Record.Exception(() => WavRecording.Parse(file, "t", 1, out _));
                Assert.True(error is null or VirtualDeviceException, error?.ToString());
            }

            Assert.IsType<VirtualDeviceException>(Record.Exception(() => WavRecording.Parse(good[..i], "t", 1, out _)));
        }
    }

    [Fact]
    public void RecordedSource_AtItsEnd_LoopsOrHolds()
    {
        Vector3G[] samples = [new(1, 0, 0), new(2, 0, 0), new(3, 0, 0)];
        Assert.Equal([1, 2, 3, 1, 2], Play(new RecordedSource(samples, 200, loop: true)));
        Assert.Equal([1, 2, 3, 3, 3], Play(new RecordedSource(samples, 200, loop: false)));
    }

    [DataFact]
    public void Csv_RealFanRecording_IsReadWhole()
    {
        Vector3G[] samples = CsvRecording.Load(TestData.PathOf("fan-vibration", "fan_0_off_0_weight.csv"));
        Assert.Equal(92_400, samples.Length);
        Assert.InRange(samples.Average(s => s.Z), 0.97, 0.985);
    }

    private static double[] Play(RecordedSource source) => [.. Enumerable.Range(1, 5).Select(i =>
    {
        source.Sample(i * 5000, out double x, out _, out _);
        return x;
    })];

    private static byte[] Wav(int channels, int bits, short[] samples)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * samples.Length));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(8000);
        writer.Write(8000 * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (short sample in samples)
        {
            writer.Write(sample);
        }

        return stream.ToArray();
    }
}
