using System.Globalization;
using System.Text;
using TinyEdge.Companion.Recordings;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Desktop;

/// <summary>A recording as CSV.</summary>
public sealed class CsvTarget : FuzzTarget
{
    private byte[] _input = [];
    private IReadOnlyList<Recording> _read = [];

    public override string Name => "csv";

    public override string Feeds => "a CSV file with acceleration in g";

    public override string Promises => "recordings of finite values, or an error that says what, why and what to do; written again they are the same; memory at most 200 times the input and 256 KB";

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "\n", "\r\n", "\r", ",", ",,", "x,y,z\n", "recording,x,y,z\n", "x_g,y_g,z_g\n", "0.5", "-1", "64", "64.1", "1e3", "1e-50", "1e999", "NaN", "Infinity", "-Infinity", "+", ".", " ", "\t", "\"", ";", "\0", "\u00EF\u00BB\u00BF", "\u00FF", new string('1', 400),
    }.Select(Encoding.Latin1.GetBytes)];

    public override IEnumerable<byte[]> Seeds()
    {
        yield return "0.1,0.2,0.3\n-0.5,1,0.98\n"u8.ToArray();
        yield return "x,y,z\n1,2,3\n\n4,5,6"u8.ToArray();
        yield return "recording,x_g,y_g,z_g\r\n1,0,0,1\r\n1,0.01,0,1\r\n2,-64,64,1e-3\r\n"u8.ToArray();
        yield return "\uFEFFx,y,z\n0,0,1\n"u8.ToArray();
    }

    public override long AllowedBytes(int inputBytes) => (256 << 10) + (200L * inputBytes);

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        _read = [];
    }

    public override int Act() => Refusal.Of(() =>
    {
        using StreamReader reader = new(new MemoryStream(_input));
        _read = CsvRecordingReader.Read(reader, "fuzz.csv");
    });

    public override void Check()
    {
        foreach (Recording recording in _read)
        {
            FuzzViolation.Unless(recording.Values.Length > 0 && recording.Values.All(float.IsFinite) && recording.Values.Length % 3 == 0, "A recording that is none");
            string text = string.Join('\n', recording.Values.Chunk(3).Select(sample => string.Join(',', sample.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
            float[] again = CsvRecordingReader.Read(new StringReader(text), "again.csv")[0].Values;
            FuzzViolation.Unless(again.AsSpan().SequenceEqual(recording.Values), "A recording written again is another one");
        }
    }
}
