using TinyEdge.Companion;
using TinyEdge.Companion.DataSets;
using TinyEdge.Tests.Cli;

namespace TinyEdge.Tests.DataSets;

/// <summary>What is wrong with recordings, as the command says it: the file, the place in it, and what to do; exit code 3; the set as it was.</summary>
public sealed class BadDataTests : IDisposable
{
    private const string Good = "x,y,z\n0,0,1\n0.1,0,1\n";
    private readonly SampleSet _set = SampleSet.WithGroups(1, 3);

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData("x,y,z\n0,0,1\n0,NaN,1\n", "line 3", "no measurement", "Remove the recording")]
    [InlineData("x,y,z\n0,0,1\n0,inf,1\n", "line 3", "'inf'", "decimal point")]
    [InlineData("x,y,z\n0,0,1\n0,1e99,1\n", "line 3", "no measurement", "Remove the recording")]
    [InlineData("x,y,z\n0,0,1\n0,zero,1\n", "line 3", "is not a number", "decimal point")]
    [InlineData("x,y,z\n0,0,1\n0,1\n0,0,1\n", "line 3", "2 columns", "Complete or remove the line")]
    [InlineData("x,y,z\n0,0,1\n0,0,1\n0,0", "line 4", "2 columns", "cut short")]
    [InlineData("a,b,c,d\n1,2,3,4\n", "line 1", "4 columns", "--columns")]
    [InlineData("recording,x,y,z\n0,0,0,1\n1,0,0,1\n0,0,0,1\n", "line 4", "starts a second time", "its own number")]
    [InlineData("", "bad.csv", "no sample", "Record again")]
    [InlineData("x,y,z\n", "bad.csv", "no sample", "Record again")]
    [InlineData("x_ms2,y_ms2,z_ms2\n0,0,9.8\n", "line 1", "--unit says g", "--unit m/s2")]
    [InlineData("x,y,z\n0,0,9.8\n0.1,0,9.81\n", "bad.csv", "gravity is 1 g", "--unit m/s2")]
    [InlineData("x,y,z\n0,0,16384\n0.1,0,16380\n", "bad.csv", "more than 64 g", "--counts-per-g")]
    public async Task Import_SpoiltCsv_SaysWhereAndWhatToDo(string csv, string place, string why, string remedy)
    {
        string path = _set.PathOf("bad.csv");
        File.WriteAllText(path, csv);

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy"], path, place, why, remedy);
    }

    [Theory]
    [InlineData("4", "There is no column '4'", "--columns", "x,y,4")]
    [InlineData("ax", "the columns are x, y, z", "--columns", "ax,y,z")]
    public async Task Import_ColumnsThatAreNotThere_NamesThoseThatAre(string place, string why, string option, string columns)
    {
        string path = _set.PathOf("good.csv");
        File.WriteAllText(path, Good);

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy", option, columns], path, place, why, "give its number");
    }

    [Fact]
    public async Task Import_OtherRateThanTheSet_NamesBoth()
    {
        string path = _set.PathOf("good.csv");
        File.WriteAllText(path, Good);

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy", "--rate", "400"], "good.csv", "400 Hz", "200 Hz", "--rate");
    }

    [Fact]
    public async Task Import_MetresTakenForG_IsFoundTheOtherWayRoundToo()
    {
        string path = _set.PathOf("good.csv");
        File.WriteAllText(path, Good);

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy", "--unit", "m/s2"], path, "0.1021 g", "gravity is 1 g", "--unit g");
    }

    [Theory]
    [InlineData(30, "offset 12", "cut off or damaged")]
    [InlineData(60, "offset 36", "claims 40 bytes")]
    public async Task Import_WavCutShort_NamesTheOffset(int bytes, string place, string why)
    {
        string path = _set.PathOf("cut.wav");
        File.WriteAllBytes(path, Wav(200)[..bytes]);

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy", "--unit", "fullScale"], "cut.wav", place, why, "copy it again");
    }

    [Fact]
    public async Task Import_WavWithAnotherRateThanSaid_NamesBoth()
    {
        string path = _set.PathOf("rate.wav");
        File.WriteAllBytes(path, Wav(8000));

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy", "--rate", "200", "--unit", "fullScale"], path, "8000 Hz", "200", "Leave --rate out");
    }

    [Fact]
    public async Task Import_WavTakenForG_AsksForTheRange()
    {
        string path = _set.PathOf("unit.wav");
        File.WriteAllBytes(path, Wav(200));

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, "--label", "healthy"], path, "full scale", "not g", "--sensor-range");
    }

    [Fact]
    public async Task Import_OneBadFileOfAFolder_ImportsNone()
    {
        string folder = _set.PathOf("folder");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "a.csv"), Good);
        File.WriteAllText(Path.Combine(folder, "b.csv"), "x,y,z\n0,0,NaN\n");

        await AssertRefusedAsync(["data", "import", folder, "-o", _set.Path, "--label", "healthy"], "b.csv", "line 2", "no measurement", "Remove the recording");
    }

    [Theory]
    [InlineData("--label", "Bob Miller", "no name for a data set")]
    [InlineData("--group", "2024-03-01", "looks like a date")]
    [InlineData("--tag", "operator=bob", "'operator' is no tag")]
    [InlineData("--tag", "speed=LOW", "no name for a data set")]
    public async Task Import_NamesOfPeopleAndDays_AreRefused(string option, string value, string why)
    {
        string path = _set.PathOf("good.csv");
        File.WriteAllText(path, Good);
        string[] label = option == "--label" ? [] : ["--label", "healthy"];

        await AssertRefusedAsync(["data", "import", path, "-o", _set.Path, .. label, option, value], option, why, "", "");
    }

    [Theory]
    [InlineData("\"axes\": 3", "\"axes\": 3, \"recordedBy\": \"bob\"", "recordedBy", "It should look like")]
    [InlineData("\"axes\": 3", "\"axes\": 4", "4 axes", "1 to 3")]
    [InlineData("\"sampleRateHz\": 200", "\"sampleRateHz\": 0", "0 Hz", "768000")]
    [InlineData("\"unit\": \"g\"", "\"unit\": \"m/s2\"", "'m/s2'", "fullScale")]
    [InlineData("\"format\": 1", "\"format\": 9", "format is 9", "version")]
    [InlineData("\"samples\": 120", "\"samples\": 121", "says 3 with 121", "restore it")]
    [InlineData("\"recordings\": 3", "\"recordings\": 2", "holds 3 recordings", "restore it")]
    [InlineData("\"speed\": \"low\"", "\"sped\": \"low\"", "'sped' is no tag", "Did you mean 'speed'")]
    [InlineData("\"sensorRange\": 8", "\"sensorRange\": -8", "-8", "positive|null")]
    [InlineData("\"label\": \"healthy\"", "\"label\": \"health\"", "'health' is not among the labels", "Correct the label")]
    [InlineData("\"name\": \"healthy-low-0\"", "\"name\": \"../../etc\"", "no name for a data set", "lower-case")]
    [InlineData("\"name\": \"healthy-low-0\"", "\"name\": \"fault-low-0\"", "is there twice", "its own name")]
    [InlineData("{", "[", "not valid", "It should look like")]
    public async Task Describe_WrongMetadata_NamesFileAndField(string old, string replacement, string why, string remedy)
    {
        _set.Replace(_set.MetadataPath, old, replacement);

        await AssertRefusedAsync(["data", "describe", _set.Path], DataSet.FileName, why, "", remedy.Split('|')[^1]);
    }

    [Theory]
    [InlineData("\n2,", "\n3,", "line 82", "Recording 3 follows on recording 1")]
    [InlineData("recording,x,y,z", "recording,x,y", "line 1", "first line")]
    [InlineData("\n1,", "\nx,", "line 42", "number of a recording")]
    [InlineData("\n1,", "\n1,NaN,0,1\n1,", "line 42", "no measurement")]
    [InlineData("\n1,", "\n1,0,1\n1,", "line 42", "Column 4 of 4")]
    public async Task Describe_SpoiltRecordings_NamesTheLine(string old, string replacement, string place, string why)
    {
        string path = _set.FilePath("healthy-low-0");
        string text = File.ReadAllText(path);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        File.WriteAllText(path, text[..at] + replacement + text[(at + old.Length)..]);

        await AssertRefusedAsync(["data", "describe", _set.Path], path, place, why, "");
    }

    /// <summary>Cut anywhere: inside a number, at a line's end, between two recordings.</summary>
    [Fact]
    public async Task Describe_RecordingsCutAnywhere_IsNoticed()
    {
        string path = _set.FilePath("healthy-low-0");
        byte[] whole = File.ReadAllBytes(path);
        int[] cuts = [0, 5, whole.Length - 1, whole.Length - 2, whole.Length / 2, Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1];
        foreach (int cut in cuts)
        {
            File.WriteAllBytes(path, whole[..cut]);
            await AssertRefusedAsync(["data", "describe", _set.Path], path, "", "", "estore");
        }
    }

    [Fact]
    public async Task Split_EmptyClass_NamesIt()
    {
        _set.Replace(_set.MetadataPath, "\"labels\": [", "\"labels\": [ \"worn\",");

        await AssertRefusedAsync(["data", "split", _set.Path, "--in-time"], DataSet.FileName, "'worn' has no recording", "", "--label worn");
    }

    [Fact]
    public async Task Split_StratumWithOneRecording_NamesItAndTheFile()
    {
        _set.Add("lonely", "healthy", "medium", 1);

        await AssertRefusedAsync(["data", "split", _set.Path], DataSet.FileName, "", "", "--in-time");
        await AssertRefusedAsync(["data", "split", _set.Path, "--in-time", "--fractions", "34,33,33"], "lonely.csv", "1 recording (healthy, speed=medium)", "too few", "Record more");
    }

    [Theory]
    [InlineData("\"seed\": 1", "\"seed\": 1, \"by\": \"bob\"", "by", "It should look like")]
    [InlineData("\"mode\": \"inTime\"", "\"mode\": \"windows\"", "'windows'", "groups or inTime")]
    [InlineData("\"healthy-low-0#0\"", "\"healthy-low-9#0\"", "no recording 'healthy-low-9#0'", "Split again")]
    public async Task Evaluate_WrongSplit_SaysSo(string old, string replacement, string why, string remedy)
    {
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("data", "split", _set.Path, "--in-time", "--fractions", "34,33,33")).Exit);
        _set.Replace(_set.SplitPath, old, replacement);

        await AssertRefusedAsync(["evaluate", "--data", _set.Path, "--model", CommandRun.ModelFolder("fan-reference")], DataSplit.FileName, why, "", remedy);
    }

    [Fact]
    public async Task Evaluate_SetThatGrewSinceItsSplit_IsRefused()
    {
        Assert.Equal(ExitCode.Ok, (await CommandRun.RunAsync("data", "split", _set.Path, "--in-time", "--fractions", "34,33,33")).Exit);
        _set.Add("later", "healthy", "low", 1);

        await AssertRefusedAsync(["evaluate", "--data", _set.Path, "--model", CommandRun.ModelFolder("fan-reference")], DataSplit.FileName, "'later#0' (1 in all)", "", "train again");
    }

    private async Task AssertRefusedAsync(string[] command, params string[] said)
    {
        Dictionary<string, string> before = _set.Snapshot();

        CommandRun run = await CommandRun.RunAsync(command);

        CommandAssert.Fails(run, ExitCode.BadInput);
        Assert.All(said, text => Assert.Contains(text, run.Error, StringComparison.Ordinal));
        Assert.Equal(before, _set.Snapshot());
    }

    /// <summary>16 bit, one channel, 20 samples: the data chunk is at 36 and claims 40 bytes.</summary>
    private static byte[] Wav(int rate) =>
        [.. "RIFF"u8, 76, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, .. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(2 * rate), 2, 0, 16, 0, .. "data"u8, 40, 0, 0, 0, .. new byte[40]];
}
