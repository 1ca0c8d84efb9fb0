using TinyEdge.Companion.Recordings;

namespace TinyEdge.Tests.Recordings;

public class CsvRecordingReaderTests
{
    [Fact]
    public void Read_HeaderAndRecordingColumn_SplitsRecordings()
    {
        IReadOnlyList<Recording> recordings = Read("recording,x_g,y_g,z_g\n7,0.1,0.2,0.3\n7,0.4,0.5,0.6\n9,-1,0,1\n");

        Assert.Equal(["t.csv#7", "t.csv#9"], recordings.Select(r => r.Name));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], recordings[0].Values);
        Assert.Equal(1, recordings[1].SampleCount);
    }

    [Theory]
    [InlineData("x,y,z\n1,2,3\n")]
    [InlineData("1,2,3\n")]
    [InlineData("\uFEFFX_g, Y_g, Z_g\r\n1 , 2, 3\r\n\r\n")]
    public void Read_OptionalHeaderAndSpaces_GivesOneRecording(string text)
    {
        Recording recording = Assert.Single(Read(text));

        Assert.Equal([1f, 2f, 3f], recording.Values);
        Assert.Equal(200, recording.SampleRateHz);
    }

    [Theory]
    [InlineData("x,y,z\n1,2,3\n1,2\n", "line 3", "2 columns")]
    [InlineData("1,2,3,4,5\n", "line 1", "5 columns")]
    [InlineData("x,y,z\n1,NaN,3\n", "line 2", "'NaN' is no measurement")]
    [InlineData("1,2,Infinity\n", "line 1", "no measurement")]
    [InlineData("1,2,3\n1,abc,3\n", "line 2", "'abc' is not a number")]
    [InlineData("1,2,3\n1,,3\n", "line 2", "not a number")]
    [InlineData("0,1,2,3\n1,1,2,3\n0,1,2,3\n", "line 3", "starts a second time")]
    [InlineData(",1,2,3\n", "line 1", "recording column is empty")]
    [InlineData("x,y,z\n1,2,9810\n", "line 2", "more than 64 g")]
    [InlineData("z,y,x\n1,2,3\n", "line 1", "columns are 'z,y,x'")]
    [InlineData("time,x,y,z\n1,1,2,3\n", "line 1", "columns are")]
    [InlineData("x_mps2,y_mps2,z_mps2\n1,2,3\n", "line 1", "columns are")]
    public void Read_MalformedLine_NamesFileLineAndReason(string text, string where, string why)
    {
        RecordingException error = Assert.Throws<RecordingException>(() => Read(text));

        Assert.Contains("'t.csv'", error.What);
        Assert.Contains(where, error.What);
        Assert.Contains(why, error.Why);
        Assert.NotEmpty(error.Remedy);
        Assert.Equal(Companion.ExitCode.BadInput, error.ExitCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("recording,x_g,y_g,z_g\n")]
    public void Read_NoSamples_SaysEmpty(string text) => Assert.Contains("is empty", Assert.Throws<RecordingException>(() => Read(text)).What);

    [Fact]
    public void Read_EndlessLine_IsRefused() => Assert.Throws<RecordingException>(() => Read(new string('1', 100_000)));

    [Fact]
    public void ReadFile_Missing_NamesPath() =>
        Assert.Contains("nowhere.csv", Assert.Throws<RecordingException>(() => CsvRecordingReader.ReadFile("/nowhere/nowhere.csv")).What);

    [Theory]
    [InlineData(0.000244140625f, 1)]
    [InlineData(-0.0001220703125f, -1)]
    [InlineData(7.99f, 32727)]
    [InlineData(8f, 32767)]
    [InlineData(-9f, -32768)]
    public void ToCounts_Value_RoundsAwayFromZeroAndSaturates(float g, short expected)
    {
        short[] counts = new Recording("r", 200, 1, [g]).ToCounts(4096, out int saturated);

        Assert.Equal(expected, counts[0]);
        Assert.Equal(Math.Abs(g) >= 8 ? 1 : 0, saturated);
    }

    private static IReadOnlyList<Recording> Read(string text) => CsvRecordingReader.Read(new StringReader(text), "t.csv");
}
