using System.Buffers.Binary;

namespace TinyEdge.Fuzzing.Engine;

/// <summary>
/// Makes inputs out of good ones: flips bits, puts interesting numbers into the fields that the format describes and anywhere else, splices, cuts,
/// doubles, moves and drops stretches, puts words of the format in, and lets the target put checksums right again.
/// </summary>
/// <param name="target">What the inputs are for.</param>
/// <param name="seeds">What they are made of.</param>
/// <param name="accepted">Those of them that the target accepts; half of the inputs begin with one of these, however many refusals the corpus collects.</param>
public sealed class Mutator(FuzzTarget target, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> accepted)
{
    private const int MostChanges = 6;
    private const int FieldBits = 8;

    private static readonly long[] s_interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 63, 64, 100, 101, 127, 128, 129, 191, 192, 193, 254, 255, 256, 257, 391, 392, 393, 511, 512, 513, 1023,
        1024, 1025, 4095, 4096, 4097, 32767, 32768, 65534, 65535, 65536, 0xFFFFFF, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFF0, 0xFFFFFFFE,
        0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, long.MinValue, -1,
    ];

    private readonly List<FuzzField> _fields = [];
    private readonly FuzzRandom _random = new(0);

    /// <summary>Makes the input with this seed and index.</summary>
    public void Make(ulong seed, long index, FuzzBuffer input)
    {
        _random.Restart(target.Name, seed, index);
        IReadOnlyList<byte[]> from = accepted.Count > 0 && _random.Once(2) ? accepted : seeds;
        input.Set(from[_random.Next(from.Count)]);
        int changes = 1;
        while (changes < MostChanges && _random.Once(2))
        {
            changes++;
        }

        for (int i = 0; i < changes; i++)
        {
            Change(input);
        }

        target.Repair(input, _random);
    }

    private void Change(FuzzBuffer input)
    {
        if (input.Length == 0)
        {
            input.Resize(1 + _random.Next(16));
        }

        switch (_random.Next(16))
        {
            case 0 or 1:
                input[_random.Next(input.Length)] ^= (byte)(1 << _random.Next(FieldBits));
                break;
            case 2:
                input[_random.Next(input.Length)] = (byte)_random.Next(256);
                break;
            case 3 or 4 or 5 or 6:
                ChangeField(input);
                break;
            case 7:
                PutNumber(input, _random.Next(input.Length), 1 << _random.Next(4), Interesting());
                break;
            case 8:
                input.Truncate(_random.Next(input.Length + 1));
                break;
            case 9:
                input.Insert(_random.Next(input.Length + 1), Stretch(input.Bytes));
                break;
            case 10:
                input.Remove(_random.Next(input.Length), 1 + _random.Next(Span(input.Length)));
                break;
            case 11:
                Splice(input);
                break;
            case 12:
                Swap(input.Bytes);
                break;
            case 13:
                Fill(input.Bytes);
                break;
            default:
                PutWord(input);
                break;
        }
    }

    private void ChangeField(FuzzBuffer input)
    {
        _fields.Clear();
        target.CollectFields(input.Bytes, _fields);
        FuzzField field = _fields.Count == 0 ? default : _fields[_random.Next(_fields.Count)];
        if (field.Size == 0 || field.At >= input.Length)
        {
            PutWord(input);
            return;
        }

        long value = _random.Next(4) switch
        {
            0 => Number(input.Bytes, field) + _random.Next(35) - 17,
            1 => (long)_random.NextUInt64(),
            _ => Interesting(),
        };
        PutNumber(input, field.At, field.Size, value);
    }

    private void PutWord(FuzzBuffer input)
    {
        if (target.Words.Count == 0)
        {
            PutNumber(input, _random.Next(input.Length), 1 + _random.Next(2), Interesting());
            return;
        }

        byte[] word = target.Words[_random.Next(target.Words.Count)];
        int at = _random.Next(input.Length);
        if (_random.Once(2))
        {
            input.Insert(at, word);
        }
        else
        {
            word.AsSpan(0, Math.Min(word.Length, input.Length - at)).CopyTo(input.Bytes[at..]);
        }
    }

    private void Splice(FuzzBuffer input)
    {
        byte[] other = seeds[_random.Next(seeds.Count)];
        ReadOnlySpan<byte> piece = Stretch(other);
        int at = _random.Next(input.Length);
        if (_random.Once(2))
        {
            input.Insert(at, piece);
            return;
        }

        // At the same place of the other one, so that records stay records.
        int from = Math.Min(at, Math.Max(0, other.Length - 1));
        int count = Math.Min(Math.Min(1 + _random.Next(Span(other.Length)), other.Length - from), input.Length - at);
        other.AsSpan(from, Math.Max(0, count)).CopyTo(input.Bytes[at..]);
    }

    private void Swap(Span<byte> bytes)
    {
        int count = 1 + _random.Next(Span(bytes.Length / 2));
        int one = _random.Next(bytes.Length - count + 1);
        int other = _random.Next(bytes.Length - count + 1);
        for (int i = 0; i < count && count <= bytes.Length; i++)
        {
            (bytes[one + i], bytes[other + i]) = (bytes[other + i], bytes[one + i]);
        }
    }

    private void Fill(Span<byte> bytes)
    {
        int at = _random.Next(bytes.Length);
        bytes.Slice(at, Math.Min(1 + _random.Next(Span(bytes.Length)), bytes.Length - at)).Fill((byte)(_random.Once(2) ? 0 : _random.Next(256)));
    }

    private ReadOnlySpan<byte> Stretch(ReadOnlySpan<byte> bytes)
    {
        int at = _random.Next(bytes.Length);
        return bytes.Slice(at, Math.Min(1 + _random.Next(Span(bytes.Length)), bytes.Length - at));
    }

    /// <summary>Mostly short stretches, now and then a long one.</summary>
    private int Span(int length) => Math.Max(1, _random.Once(4) ? length : Math.Min(length, 64));

    private long Interesting() => s_interesting[_random.Next(s_interesting.Length)];

    private static long Number(ReadOnlySpan<byte> bytes, FuzzField field)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        int size = Math.Min(8, field.Size);
        bytes.Slice(field.At, Math.Clamp(bytes.Length - field.At, 0, size)).CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    private static void PutNumber(FuzzBuffer input, int at, int size, long value)
    {
        for (int i = 0; i < Math.Min(size, 8) && at + i < input.Length; i++)
        {
            input[at + i] = (byte)(value >> (8 * i));
        }
    }
}
