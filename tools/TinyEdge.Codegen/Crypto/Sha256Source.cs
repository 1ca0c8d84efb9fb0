using System.Numerics;

namespace TinyEdge.Codegen.Crypto;

/// <summary>
/// The compression function of SHA-256 (FIPS 180-4, sections 4.1.2, 4.2.2, 6.2.2) as one straight line: the schedule is 16 locals, the
/// round constants are in the instructions (no table in RAM), and the working variables change names instead of places.
/// </summary>
internal static class Sha256Source
{
    private const int Rounds = 64;
    private const int Words = 16;

    public static GeneratedSource Create()
    {
        CodeWriter code = new(nameof(Sha256Source));
        code.Open("namespace TinyEdge.Bundles");
        code.Line("/// <summary>The compression function of SHA-256 (FIPS 180-4, section 6.2.2), unrolled.</summary>");
        code.Open("internal static class Sha256Rounds");
        code.Line("/// <summary>Works a block of 64 bytes into a state of 8 words.</summary>");
        code.Line("[HotPath]");
        code.Open("public static void Compress(uint[] state, byte[] block, int offset)");
        WriteBody(code);
        code.Close();
        code.Close();
        code.Close();
        return new GeneratedSource("shared/TinyEdge.Bundles/Sha256Rounds.g.cs", code.ToString());
    }

    private static void WriteBody(CodeWriter code)
    {
        for (int word = 0; word < Words; word++)
        {
            int at = 4 * word;
            string first = at == 0 ? "offset" : $"offset + {at}";
            code.Line($"uint w{word} = (uint)((block[{first}] << 24) | (block[offset + {at + 1}] << 16) | (block[offset + {at + 2}] << 8) | block[offset + {at + 3}]);");
        }

        for (int i = 0; i < 8; i++)
        {
            code.Line($"uint {Name(i)} = state[{i}];");
        }

        for (int round = 0; round < Rounds; round++)
        {
            WriteRound(code, round);
        }

        for (int i = 0; i < 8; i++)
        {
            code.Line($"state[{i}] += {Name(i)};");
        }
    }

    private static void WriteRound(CodeWriter code, int round)
    {
        string[] v = [.. Enumerable.Range(0, 8).Select(i => Name((i - round) & 7))];
        (string a, string b, string c, string d) = (v[0], v[1], v[2], v[3]);
        (string e, string f, string g, string h) = (v[4], v[5], v[6], v[7]);
        string w = $"w{round % Words}";
        if (round >= Words)
        {
            string x = $"w{(round + 1) % Words}";
            string y = $"w{(round + 14) % Words}";
            code.Line($"{w} += ({Rotated(x, 7)} ^ {Rotated(x, 18)} ^ ({x} >> 3)) + w{(round + 9) % Words} + ({Rotated(y, 17)} ^ {Rotated(y, 19)} ^ ({y} >> 10));");
        }

        code.Line($"{h} += ({Rotated(e, 6)} ^ {Rotated(e, 11)} ^ {Rotated(e, 25)}) + ({g} ^ ({e} & ({f} ^ {g}))) + 0x{RoundConstant(round):x8} + {w};");
        code.Line($"{d} += {h};");
        code.Line($"{h} += ({Rotated(a, 2)} ^ {Rotated(a, 13)} ^ {Rotated(a, 22)}) + (({a} & {b}) | ({c} & ({a} | {b})));");
    }

    private static string Rotated(string word, int count) => $"(({word} >> {count}) | ({word} << {32 - count}))";

    private static string Name(int index) => ((char)('a' + index)).ToString();

    /// <summary>First 32 bits of the fractional part of the cube root of the n-th prime (section 4.2.2).</summary>
    private static uint RoundConstant(int index)
    {
        int prime = 2;
        for (int left = index; left > 0;)
        {
            prime++;
            left -= Enumerable.Range(2, prime - 2).Any(d => prime % d == 0) ? 0 : 1;
        }

        BigInteger scaled = (BigInteger)prime << 96;
        BigInteger root = 0;
        for (int bit = 36; bit >= 0; bit--)
        {
            BigInteger next = root | (BigInteger.One << bit);
            root = next * next * next <= scaled ? next : root;
        }

        return (uint)(root & uint.MaxValue);
    }
}
