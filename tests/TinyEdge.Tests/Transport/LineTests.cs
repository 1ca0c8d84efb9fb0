using System.Text;
using CsCheck;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Tests.Transport;

/// <summary>Fault catalogue H02, H07 and H08, and the tables that the companion speaks from.</summary>
public class LineTests
{
    private static byte[] Line(params (string Label, string Value)[] fields)
    {
        var writer = new LineWriter(new byte[4096]);
        writer.Begin();
        foreach ((string label, string value) in fields)
        {
            writer.Add(label, value);
        }

        return writer.Buffer[..writer.End()];
    }

    [Fact]
    public void TryParse_WhatTheDeviceWrites_ComesBack()
    {
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.String[Gen.Char[' ', '~'], 0, 30]).Array[0, 20].Sample(fields =>
        {
            (string, string)[] unique = [.. fields.DistinctBy(f => f.Item1)];
            Assert.True(LineParser.TryParse(Line(unique), out DeviceLine? line, out LineFault fault), fault.ToString());
            return line.Fields.Count == unique.Length && unique.All(f => line.Text(f.Item1) == f.Item2);
        }, iter: 500, threads: 1);
    }

    [Fact]
    public void End_LineInPieces_IsTheLineInOne()
    {
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.String[Gen.Char[' ', '~'], 0, 30]).Array[0, 60].Sample(fields =>
        {
            var whole = new LineWriter(new byte[WireLimits.LineBytes]);
            var output = new PieceOutput();
            var pieces = new LineWriter(new byte[64], output);
            for (int round = 0; round < 2; round++)
            {
                output.Text.Clear();
                whole.Begin();
                pieces.Begin();
                foreach ((string label, string value) in fields)
                {
                    whole.Add(label, value);
                    pieces.Add(label, value);
                }

                Assert.Equal(whole.End(), pieces.End());
                Assert.Equal(Encoding.ASCII.GetString(whole.Buffer, 0, whole.Length), output.Text.ToString());
                Assert.Equal(whole.Overflowed, pieces.Overflowed);
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Add_FieldLongerThanAPiece_IsLeftOut()
    {
        var output = new PieceOutput();
        var line = new LineWriter(new byte[64], output);
        line.Add("a", "1");
        line.Add("b", new string('x', 60));
        line.Add("c", "2");
        line.End();

        Assert.True(line.Overflowed);
        Assert.StartsWith("a:1\tc:2\tcrc:", output.Text.ToString());
    }

    [Fact]
    public void TryParse_AnyBitFlipped_IsRefused()
    {
        byte[] good = Line(("kind", "health"), ("uptimeMs", "12345"), ("phase", "0"));
        for (int bit = 0; bit < (good.Length - 1) * 8; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            bool isCaseOfHexDigit = bit % 8 == 5 && bit / 8 >= good.Length - 9 && char.IsAsciiLetter((char)good[bit / 8]);

            Assert.Equal(isCaseOfHexDigit, LineParser.TryParse(bad, out _, out _));
        }
    }

    [Fact]
    public void TryParse_BadLines_SayWhy()
    {
        Assert.Equal(LineFault.DuplicateLabel, FaultOf(Line(("a", "1"), ("a", "2"))));
        Assert.Equal(LineFault.TooLong, FaultOf(new byte[LineParser.MaxLineBytes + 1]));
        Assert.Equal(LineFault.NoChecksum, FaultOf("kind:health"u8.ToArray()));
        Assert.Equal(LineFault.NoChecksum, FaultOf([]));
        Assert.Equal(LineFault.NoChecksum, FaultOf("crc:zzzzzzzz"u8.ToArray()));
        Assert.Equal(LineFault.BadField, FaultOf(WithChecksum("novalue")));
        Assert.Equal(LineFault.BadField, FaultOf(WithChecksum(":x")));
        Assert.Equal(LineFault.BadField, FaultOf(WithChecksum("a:1\t\tb:2")));
        Assert.Equal(LineFault.BadCharacter, FaultOf(WithChecksum("a:\u0001")));
        Assert.Equal(LineFault.BadCharacter, FaultOf(WithChecksum("a:\u00e4")));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    [InlineData(" 5")]
    public void H02_Number_WhatIsNoNumber_IsMissingAndNotWrong(string value)
    {
        Assert.True(LineParser.TryParse(Line(("uptimeMs", value)), out DeviceLine? line, out _));
        Assert.Null(line.Number("uptimeMs"));
    }

    /// <summary>A number that does not fit is no other number, and least of all Ok.</summary>
    [Theory]
    [InlineData("4294967296")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551616")]
    [InlineData("0x0")]
    public void H02_Result_OutOfItsBits_IsNeverOk(string value)
    {
        Assert.True(LineParser.TryParse(Line(("kind", "health"), ("result", value), ("phase", value), ("outcome", value), ("reason", value), ("sensorResult", value)), out DeviceLine? line, out _));
        DeviceHealth health = DeviceHealth.FromLine(line)!;

        Assert.Equal(ResultCode.InternalError, line.Result);
        Assert.Null(health.Update.Phase);
        Assert.Null(health.Update.Outcome);
        Assert.Null(health.Update.Reason);
        Assert.Null(health.SensorResult);
    }

    [Fact]
    public void H03_Reason_ThatNobodyKnowsHere_IsKept()
    {
        Assert.True(LineParser.TryParse(Line(("kind", "health"), ("reason", "4999")), out DeviceLine? line, out _));

        Assert.Equal((ResultCode)4999, DeviceHealth.FromLine(line)!.Update.Reason);
        Assert.Contains("4999", ResultCodeText.Meaning((ResultCode)4999), StringComparison.Ordinal);
    }

    /// <summary>49.7 days are 2^32 ms.</summary>
    [Theory]
    [InlineData(4_294_967_295L)]
    [InlineData(4_294_967_296L)]
    [InlineData(4_294_967_297L)]
    [InlineData(long.MaxValue)]
    public void H04_Uptime_PastThirtyTwoBits_IsWrittenAndReadWhole(long uptimeMs)
    {
        LineWriter writer = new(new byte[256]);
        writer.Begin();
        writer.Add(WireLabels.Kind, "health");
        writer.Add(WireLabels.UptimeMs, uptimeMs);

        Assert.True(LineParser.TryParse(writer.Buffer.AsSpan(0, writer.End()), out DeviceLine? line, out _));
        Assert.Equal(uptimeMs, DeviceHealth.FromLine(line)!.UptimeMs);
    }

    /// <summary>Each line is a whole state since boot, so one that is lost, comes twice or late changes no other; a reset shows in the uptime.</summary>
    [Fact]
    public void H01_Feed_LinesLostDoubledOrReordered_EachStandsForItself()
    {
        byte[][] sent = [.. Enumerable.Range(0, 40).Select(i => Line(("kind", "health"), ("uptimeMs", $"{i % 20 * 1000}"), ("windows", $"{i % 20}")))];
        Random random = new(6);
        List<DeviceLine> got = [];
        LineReader reader = new();
        List<int> order = [.. Enumerable.Range(0, 40).Where(_ => random.Next(4) > 0).SelectMany(i => random.Next(4) == 0 ? new[] { i, i } : [i]).OrderBy(i => i + random.Next(3))];
        foreach (int i in order)
        {
            reader.Feed(sent[i], got.Add);
        }

        Assert.Equal(order.Select(i => (long?)(i % 20 * 1000)), got.Select(line => DeviceHealth.FromLine(line)!.UptimeMs));
        Assert.Equal(order.Select(i => (long?)(i % 20)), got.Select(line => DeviceHealth.FromLine(line)!.Windows));
        Assert.Equal(0, reader.SkippedLines);
    }

    [Fact]
    public void H08_ReadAll_AMillionLinesHalfOfThemNoise_KeepsNoneOfThem()
    {
        const int Lines = 500_000;
        byte[] good = Line(("kind", "health"), ("result", "0"), ("uptimeMs", "4294967297"), ("phase", "3"), ("reason", "400"));
        byte[] noise = "ets Jun  8 2016 00:22:57 rst:0x1 (POWERON)\r\n"u8.ToArray();
        using var stream = new RepeatingStream([.. good, .. noise], Lines);
        var reader = new LineReader();
        List<WeakReference> given = [];
        long seen = 0;
        foreach (DeviceLine line in reader.ReadAll(stream))
        {
            if (++seen % 100 == 0)
            {
                given.Add(new WeakReference(line));
            }

            Assert.Equal(5, line.Fields.Count);
        }

        GC.Collect();
        Assert.Equal(Lines, seen);
        Assert.Equal(Lines, reader.SkippedLines);
        Assert.InRange(given.Count(line => line.IsAlive), 0, 10);
    }

    [Fact]
    public void H02_H08_Feed_EndlessLineWithoutEnd_IsSkippedAndTheNextLineRead()
    {
        var reader = new LineReader();
        var lines = new List<DeviceLine>();
        for (int i = 0; i < 1000; i++)
        {
            reader.Feed(new byte[10_000], lines.Add);
        }

        reader.Feed("\n"u8, lines.Add);
        reader.Feed(Line(("kind", "health")), lines.Add);

        Assert.Single(lines);
        Assert.Equal(LineFault.TooLong, reader.LastFault);
    }

    [Fact]
    public void H03_ResultCodeText_EveryCode_HasMeaningAndRemedyAndNoOther()
    {
        Assert.Equal(Enum.GetValues<ResultCode>().Order(), ResultCodeText.Known.Order());
        Assert.All(Enum.GetValues<ResultCode>(), code =>
        {
            Assert.EndsWith(".", ResultCodeText.Meaning(code), StringComparison.Ordinal);
            Assert.EndsWith(".", ResultCodeText.Remedy(code), StringComparison.Ordinal);
            Assert.InRange(HttpStatus.Of(code), 200, 507);
            Assert.False(HttpStatus.Of(code) != 500 && HttpStatus.Phrase(HttpStatus.Of(code)) == "Internal Server Error");
        });
        Assert.Contains("9999", ResultCodeText.Meaning((ResultCode)9999), StringComparison.Ordinal);
    }

    [Fact]
    public void DeviceKey_CreateThenLoad_IsTheSameAndNeverOverwritten()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            DeviceKey made = DeviceKey.Create(path);

            Assert.Equal(made.ToBytes(), DeviceKey.Load(path).ToBytes());
            Assert.Equal(ExitCode.BadInput, Assert.Throws<TinyEdgeException>(() => DeviceKey.Create(path)).ExitCode);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")]
    [InlineData("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021")]
    public void DeviceKey_MalformedFile_IsAnErrorThatSaysWhatToDo(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, text);
        try
        {
            TinyEdgeException error = Assert.Throws<TinyEdgeException>(() => DeviceKey.Load(path));
            Assert.Equal(ExitCode.BadInput, error.ExitCode);
            Assert.NotEmpty(error.Remedy);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void PortLister_GivenNames_AreSortedWithNotes()
    {
        IReadOnlyList<SerialPortEntry> ports = PortLister.List(["/dev/ttyUSB1", "/dev/ttyS0", "COM3"], "/nonexistent");

        Assert.Equal(["/dev/ttyS0", "/dev/ttyUSB1", "COM3"], ports.Select(port => port.Name));
        Assert.Equal("USB adapter", ports[1].Note);
    }

    private static LineFault FaultOf(byte[] line)
    {
        Assert.False(LineParser.TryParse(line, out _, out LineFault fault));
        return fault;
    }

    private static byte[] WithChecksum(string body)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(body);
        return [.. bytes, .. Encoding.ASCII.GetBytes($"\tcrc:{Crc32.Compute(bytes, 0, bytes.Length):x8}")];
    }

    private sealed class RepeatingStream(byte[] pattern, int times) : Stream
    {
        private long _left = (long)pattern.Length * times;
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int done = 0;
            while (done < count && _left > 0)
            {
                int piece = Math.Min(count - done, pattern.Length - _at);
                Array.Copy(pattern, _at, buffer, offset + done, piece);
                _at = (_at + piece) % pattern.Length;
                done += piece;
                _left -= piece;
            }

            return done;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class PieceOutput : ITextOutput
    {
        public StringBuilder Text { get; } = new();

        public void Write(byte[] text, int count) => Text.Append(Encoding.ASCII.GetString(text, 0, count));
    }
}
