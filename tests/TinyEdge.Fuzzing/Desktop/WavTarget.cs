using System.Buffers.Binary;
using TinyEdge.Companion.Recordings;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Desktop;

/// <summary>A recording as WAV.</summary>
public sealed class WavTarget : FuzzTarget
{
    private byte[] _input = [];
    private Recording? _read;

    public override string Name => "wav";

    public override string Feeds => "a RIFF WAVE file";

    public override string Promises => "a recording of values in -1..1, or an error that says what, why and what to do; written again it is the same; memory at most 8 times the input and 128 KB";

    public override IReadOnlyList<byte[]> Words { get; } = ["RIFF"u8.ToArray(), "WAVE"u8.ToArray(), "fmt \u0010\u0000\u0000\u0000"u8.ToArray(), "data"u8.ToArray(), "LIST"u8.ToArray(), "data\u0000\u0000\u0000\u0000"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F]];

    public override IEnumerable<byte[]> Seeds()
    {
        yield return Write(1, 200, [0, 1, -1, short.MaxValue, short.MinValue], []);
        yield return Write(2, 16000, [1, 2, 3, 4], []);
        yield return Write(1, 44100, [7, 8], "LIST\u0003\u0000\u0000\u0000abc\u0000"u8.ToArray());
    }

    public override void CollectFields(ReadOnlySpan<byte> input, List<FuzzField> fields)
    {
        fields.Add(new FuzzField(4, 4));
        for (int at = 12; at <= input.Length - 8 && fields.Count < 64;)
        {
            fields.Add(new FuzzField(at, 4));
            fields.Add(new FuzzField(at + 4, 4));
            if (input[at] == (byte)'f')
            {
                fields.AddRange([new(at + 8, 2), new(at + 10, 2), new(at + 12, 4), new(at + 16, 4), new(at + 20, 2), new(at + 22, 2)]);
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(input[(at + 4)..]);
            at += 8 + (int)Math.Min(length + (length & 1), (uint)(input.Length - at));
        }
    }

    public override long AllowedBytes(int inputBytes) => (128 << 10) + (8L * inputBytes);

    public override void Arrange(ReadOnlySpan<byte> input)
    {
        _input = input.ToArray();
        _read = null;
    }

    public override int Act() => Refusal.Of(() => _read = WavRecordingReader.Read(_input, "fuzz.wav"));

    public override void Check()
    {
        if (_read is not null)
        {
            FuzzViolation.Unless(_read.Values.Length > 0 && _read.Values.Length <= _input.Length / 2 && _read.Values.All(value => value is >= -1 and < 1), "A recording that is none");
            short[] values = [.. _read.Values.Select(value => (short)(value * 32768))];
            Recording again = WavRecordingReader.Read(Write(_read.Axes, _read.SampleRateHz, values, []), "again.wav");
            FuzzViolation.Unless(again.Values.AsSpan().SequenceEqual(_read.Values), "A recording written again is another one");
        }
    }

    private static byte[] Write(int channels, int rate, short[] values, byte[] between)
    {
        byte[] file = new byte[44 + between.Length + (2 * values.Length)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * channels * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), (short)(channels * 2));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        between.CopyTo(file, 36);
        "data"u8.CopyTo(file.AsSpan(36 + between.Length));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40 + between.Length), 2 * values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + between.Length + (2 * i)), values[i]);
        }

        return file;
    }
}
