using System.Numerics;

namespace TinyEdge.Codegen.Bands;

/// <summary>
/// Weighted band energies and their logarithms in one loop. Bands of up to eight bins are one expression each; the highest bit of
/// an energy is found by a balanced tree of comparisons, so that every value costs the same.
/// </summary>
internal static class BandLogSource
{
    private const int Unrolled = 8;

    public static GeneratedSource Create()
    {
        CodeWriter code = new(nameof(BandLogSource));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open("namespace TinyEdge.Kernels");
        code.Line("/// <summary>Power bins to log2 band energies; the bits are those of MelBands and Log2 in the runtime.</summary>");
        code.Open("public static class BandLogs");
        code.Line("/// <param name=\"power\">(bins) int64, 0..2^48.</param>");
        code.Line("/// <param name=\"ranges\">(2 * bands) first bin, count of bins.</param>");
        code.Line("/// <param name=\"weights\">(sum of counts) int16 Q14, 0..16384.</param>");
        code.Line("/// <param name=\"bands\">Number of bands.</param>");
        code.Line("/// <param name=\"biasQ12\">Added to each logarithm.</param>");
        code.Line("/// <param name=\"floorQ12\">Least result, and that of an energy of 0.</param>");
        code.Line("/// <param name=\"logs\">(bands) receives int32 Q12.</param>");
        code.Line("[HotPath]");
        code.Open("public static void Compute(long[] power, short[] ranges, short[] weights, int bands, int biasQ12, int floorQ12, int[] logs)");
        code.Line("int r = 0;");
        code.Line("int w = 0;");
        code.Line("int bias = biasQ12;");
        code.Line("int least = floorQ12;");
        code.Open("for (int band = 0; band < bands; band++)");
        code.Line("int bin = ranges[r];");
        code.Line("int count = ranges[r + 1];");
        code.Line("r += 2;");
        code.Line("long energy = 0;");
        code.Open($"while (count > {Unrolled})");
        code.Line($"energy += {Products(Unrolled)};");
        code.Line($"bin += {Unrolled};");
        code.Line($"w += {Unrolled};");
        code.Line($"count -= {Unrolled};");
        code.Close();
        code.Line();
        code.Open("switch (count)");
        for (int count = 1; count <= Unrolled; count++)
        {
            code.Line($"case {count}:");
            code.Line($"    energy += {Products(count)};");
            code.Line("    break;");
        }

        code.Close();
        code.Line();
        code.Line("w += count;");
        code.Line("long scaled;");
        code.Line("int log;");
        Tree(code, -1, 62);
        code.Line("int f = (int)scaled & 0x7FFF;");
        code.Line("int q = ((((2691 * f) >> 15) - 7833) * f >> 15) + 14376;");
        code.Line("log += ((f + ((((f * (32768 - f)) >> 15) * q) >> 15) + 4) >> 3) + bias;");
        code.Open("if (log < least)");
        code.Line("log = least;");
        code.Close();
        code.Line();
        code.Line("logs[band] = log;");
        code.Close();
        code.Close();
        code.Close();
        code.Close();
        return new GeneratedSource("firmware/TinyEdge.Kernels/BandLogs.g.cs", code.ToString());
    }

    private static string Products(int count) =>
        string.Join(" + ", Enumerable.Range(0, count).Select(i => i == 0 ? "(power[bin] * weights[w])" : $"(power[bin + {i}] * weights[w + {i}])"));

    /// <summary>Exponents low..high, of which -1 stands for an energy of 0.</summary>
    private static void Tree(CodeWriter code, int low, int high)
    {
        if (low == high)
        {
            code.Line(low < 0 ? "scaled = 0;" : low <= 15 ? $"scaled = energy << {15 - low};" : $"scaled = energy >> {low - 15};");
            code.Line($"log = {(low < 0 ? -(1 << 28) : low << 12)};");
            return;
        }

        // A power of two of leaves on the left: 64 in all, so that every one is six comparisons away.
        int middle = low + (int)(BitOperations.RoundUpToPowerOf2((uint)(high - low + 1)) / 2);
        code.Open($"if (energy < {1L << middle}L)");
        Tree(code, low, middle - 1);
        code.Close();
        code.Open("else");
        Tree(code, middle, high);
        code.Close();
        if (low == -1 && high == 62)
        {
            code.Line();
        }
    }
}
