using System.Globalization;
using System.Text;
using TinyEdge.Bundles;
using TinyEdge.Companion.Devices;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Fuzzing.Links;

/// <summary>What the companion hears from a device or from something that pretends to be one: lines of a serial port.</summary>
public sealed class LineTarget : FuzzTarget
{
    private readonly Pieces _pieces = new();
    private readonly List<DeviceLine> _whole = [];
    private readonly List<DeviceLine> _cut = [];
    private readonly LineWriter _writer = new(new byte[2 * LineParser.MaxLineBytes]);
    private byte[] _input = [];

    public override string Name => "line";

    public override string Feeds => "the bytes of a serial port to the companion's line reader, and its good lines to health, identity and banks";

    public override string Promises => "lines or a fault, never an exception; the same lines for every cut; a line written again parses to the same fields; memory at most 200 times the input and 64 KB";

    public override IReadOnlyList<byte[]> Words { get; } = [.. new[]
    {
        "\n", "\r\n", "\t", ":", "\tcrc:00000000\n", "kind:health", "kind:identity", "kind:banks", "\tresult:0", "\tresult:4294967296", "\tresult:99999999999999999999", "\tuptimeMs:-1", "\tuptimeMs:18446744073709551616", "\tmac:",
        "\tfingerprint:", "\tphase:255", "\tfirmwareVersion:1.2.3", "\tfirmwareVersion:-1.2.3.4", "\talarm:2", "\tkeyIds:0102", "\ts0:1", "\tscore:NaN", "#", "\u0000", "\u00FF", "\tbank:A", "\ta.state:active", "\tdeviceId:",
    }.Select(Encoding.Latin1.GetBytes)];

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Line("kind:health\tresult:0\tbundleId:fan-1\tbundleSequence:12\tfingerprint:0102030405060708\tfirmwareVersion:1.2.3\tbank:A\tphase:3\toutcome:1\treason:400\tuptimeMs:4294967297\theapFreeBytes:-1\tsensorResult:0\talarm:1\tclass:fault\tscore:200");
        yield return Line("kind:identity\tresult:0\tdeviceId:0102030405060708\tvendor:1195713604\tdeviceClass:1\thwRevision:1\tenvironment:264\truntime:1.2.0\tprotocol:1\tfrontEnd:2\tnatives:0102030405060708\tkeyIds:0102030405060708");
        yield return [.. "ets Jun  8 2016 00:22:57\r\n# comment\n"u8, .. Line("kind:banks\tresult:0\tbank:golden\ttrialBank:none\ta.state:active\ta.bundleSequence:7\tb.state:empty\tsecurityFloor:3"), .. Line("kind:ack\tre:7\tresult:302\tacknowledged:64\texpected:70")];
        yield return Line("kind:health\tresult:4294967296\tphase:4294967299\toutcome:-1\treason:65536\tsensorResult:18446744073709551616\tuptimeMs:9223372036854775807");
        yield return Line("kind:open\tresult:0\tnonce:00112233445566778899aabbccddeeff\ttoken:00112233445566778899aabbccddeeff\tnext:0\tmac:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    }

    public override void Repair(FuzzBuffer input, FuzzRandom random)
    {
        if (random.Once(6))
        {
            return;
        }

        // Right checksums for the lines that end in one.
        int start = 0;
        for (int end = input.Bytes.IndexOf((byte)'\n'); end >= 0; end = Next(input.Bytes, start))
        {
            Span<byte> line = input.Bytes[start..end];
            if (line.Length >= 13 && line[^12..].StartsWith("crc:"u8))
            {
                Checksum.Of(line[..^13]).TryFormat(line[^8..], out _, "x8", CultureInfo.InvariantCulture);
            }

            start = end + 1;
        }
    }

    public override long AllowedBytes(int inputBytes) => 65536 + (200L * inputBytes);

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        _whole.Clear();
        _cut.Clear();
    }

    public override int Act()
    {
        LineReader reader = new();
        reader.Feed(_input, _whole.Add);
        LineReader cutReader = new();
        _pieces.Restart(_input);
        for (int at = 0; at < _input.Length;)
        {
            int piece = Math.Min(_pieces.Next(), _input.Length - at);
            cutReader.Feed(_input.AsSpan(at, piece), _cut.Add);
            at += piece;
        }

        FuzzViolation.Unless(reader.GoodLines == _whole.Count && cutReader.GoodLines == reader.GoodLines && cutReader.SkippedLines == reader.SkippedLines, "Other lines in pieces");
        foreach (DeviceLine line in _whole)
        {
            Read(line);
        }

        return _whole.Count > 0 ? 0 : 1 + (int)reader.LastFault;
    }

    public override void Check()
    {
        for (int i = 0; i < _whole.Count; i++)
        {
            FuzzViolation.Unless(_whole[i].Fields.SequenceEqual(_cut[i].Fields), "Other fields in pieces");
            CheckWrittenAgain(_whole[i]);
        }
    }

    private static void Read(DeviceLine line)
    {
        DeviceHealth? health = DeviceHealth.FromLine(line);
        FuzzViolation.Unless((health is null) == (line.Kind != "health"), "A line was taken for another kind");
        FuzzViolation.Unless(line.Result != ResultCode.Ok || line.Number(WireLabels.Result) == 0, $"Result {line.Text(WireLabels.Result)} is read as Ok");
    }

    private static int Next(ReadOnlySpan<byte> bytes, int start)
    {
        int end = bytes[start..].IndexOf((byte)'\n');
        return end < 0 ? -1 : start + end;
    }

    private static byte[] Line(string text)
    {
        byte[] body = Encoding.Latin1.GetBytes(text);
        return [.. body, .. Encoding.ASCII.GetBytes($"\tcrc:{Checksum.Of(body):x8}\n")];
    }

    private void CheckWrittenAgain(DeviceLine line)
    {
        _writer.Begin();
        foreach ((string label, string value) in line.Fields)
        {
            _writer.Add(label, value);
        }

        int length = _writer.End();
        bool good = LineParser.TryParse(_writer.Buffer.AsSpan(0, length), out DeviceLine? again, out LineFault fault);
        FuzzViolation.Unless(good && again!.Fields.SequenceEqual(line.Fields), $"A line written again is another one: {fault}");
    }
}
