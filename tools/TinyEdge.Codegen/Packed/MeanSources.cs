namespace TinyEdge.Codegen.Packed;

/// <summary>Straight-line means of a few rows, and depthwise lines: kernels whose taps are few enough to be written out.</summary>
public static class MeanSources
{
    /// <summary>Most rows that have code of their own.</summary>
    public const int MostRows = 5;

    private const int Unrolled = 4;
    private const int DepthwiseTaps = 3;
    private const int DepthwiseUnrolled = 4 * DepthwiseTaps;

    public static IEnumerable<GeneratedSource> All()
    {
        yield return new GeneratedSource("firmware/TinyEdge.Runtime/Inference/MeanRows.g.cs", MeanSource());
        yield return new GeneratedSource("firmware/TinyEdge.Runtime/Inference/DepthwiseLine.g.cs", DepthwiseSource());
    }

    private static string MeanSource()
    {
        CodeWriter code = new(nameof(MeanSources));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open("namespace TinyEdge.Runtime.Inference");
        code.Line("/// <summary>");
        code.Line("/// Mean of a few rows of int8, halves away from zero. The division is a multiplication: (sum * Factor + Offset) >> Shift is exact for sums");
        code.Line("/// of so few values; an even number of rows moves negative sums by one first, so that their halves fall the other way.");
        code.Line("/// </summary>");
        code.Open("public static class MeanRows");
        code.Line($"public const int MostRows = {MostRows};");
        for (int rows = 2; rows <= MostRows; rows++)
        {
            WriteMean(code, rows);
        }

        code.Close();
        code.Close();
        return code.ToString();
    }

    // u = sum + 128 * rows + rows / 2 is never negative and below 2^20 / rows, so u * (2^20 / rows + 1) >> 20 is floor(u / rows).
    private static void WriteMean(CodeWriter code, int rows)
    {
        const int Shift = 20;
        int factor = ((1 << Shift) / rows) + 1;
        int offset = ((((128 * rows) + (rows / 2)) * factor) - (128 << Shift));
        code.Line();
        code.Line("/// <param name=\"from\">First value of the first row.</param>");
        code.Line("/// <param name=\"step\">From a row to the next.</param>");
        code.Line("/// <param name=\"count\">Values of a row.</param>");
        code.Line("[HotPath]");
        code.Open($"public static void Eval{rows}(sbyte[] input, int from, int step, int count, sbyte[] output, int to)");
        code.Line($"const int Factor = {factor};");
        code.Line($"const int Offset = {offset};");
        for (int r = 1; r < rows; r++)
        {
            code.Line($"int i{r} = from + ({r} * step);");
        }

        code.Line("int i0 = from;");
        code.Line("int end = to + count;");
        code.Open($"for (int whole = end - {Unrolled - 1}; to < whole; to += {Unrolled})");
        for (int k = 0; k < Unrolled; k++)
        {
            WriteMeanStep(code, rows, Shift, k == 0 ? "" : $" + {k}", k.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Advance(code, rows, Unrolled);
        code.Close();
        code.Line();
        code.Open("for (; to < end; to++)");
        WriteMeanStep(code, rows, Shift, "", "");
        Advance(code, rows, 1);
        code.Close();
        code.Close();
    }

    private static void WriteMeanStep(CodeWriter code, int rows, int shift, string at, string name)
    {
        string sum = string.Join(" + ", Enumerable.Range(0, rows).Select(r => $"input[i{r}{at}]"));
        if (rows % 2 != 0)
        {
            code.Line($"output[to{at}] = (sbyte)(((({sum}) * Factor) + Offset) >> {shift});");
            return;
        }

        code.Line($"int sum{name} = {sum};");
        code.Line($"output[to{at}] = (sbyte)((((sum{name} + (sum{name} >> 31)) * Factor) + Offset) >> {shift});");
    }

    private static void Advance(CodeWriter code, int rows, int by)
    {
        for (int r = 0; r < rows; r++)
        {
            code.Line(by == 1 ? $"i{r}++;" : $"i{r} += {by};");
        }
    }

    private static string DepthwiseSource()
    {
        CodeWriter code = new(nameof(MeanSources));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open("namespace TinyEdge.Runtime.Inference");
        code.Line("/// <summary>One channel of a depthwise convolution along one axis, three taps, stride 1: each input is loaded once and slides through locals.</summary>");
        code.Open("public static class DepthwiseLine");
        code.Line("/// <param name=\"from\">Input of the third tap of the first output.</param>");
        code.Line("/// <param name=\"inputStep\">From an input of the channel to the next: <paramref name=\"step\"/>, or 0 when all of fewer than {Taps} outputs read the same.</param>".Replace("{Taps}", DepthwiseTaps.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        code.Line("/// <param name=\"to\">First output.</param>");
        code.Line("/// <param name=\"step\">From an output of the channel to the next.</param>");
        code.Line("/// <param name=\"count\">Outputs whose third tap is read from the input.</param>");
        code.Line("/// <param name=\"x0\">First tap of the first output.</param>");
        code.Line("/// <param name=\"x1\">Second tap of the first output.</param>");
        code.Line("/// <param name=\"offset\">Bias less the zero point's share, times scale, plus half and the output's zero point at the scale of the shift.</param>");
        code.Line("[HotPath]");
        code.Line("public static void Eval3(");
        code.Line("    sbyte[] input, int from, int inputStep, sbyte[] output, int to, int step, int count, int x0, int x1,");
        code.Open("    int w0, int w1, int w2, long scale, long offset, int shift, long min, long max)");
        for (int k = 2; k <= DepthwiseUnrolled; k++)
        {
            code.Line($"int step{k} = {k} * step;");
        }

        code.Line("int x2;");
        code.Line("long y;");
        code.Line("int left = count;");
        WriteTaps(code, DepthwiseUnrolled);
        WriteTaps(code, DepthwiseTaps);
        code.Open("for (; left > 0; left--)");
        WriteTap(code, 0, "");
        code.Line("from += inputStep;");
        code.Line("to += step;");
        code.Line("x0 = x1;");
        code.Line("x1 = x2;");
        code.Close();
        code.Close();
        code.Close();
        code.Close();
        return code.ToString();
    }

    // A whole number of turns of the taps, so that each local ends as what it began as.
    private static void WriteTaps(CodeWriter code, int count)
    {
        code.Open($"for (; left >= {count}; left -= {count})");
        for (int k = 0; k < count; k++)
        {
            WriteTap(code, k, k switch { 0 => "", 1 => " + step", _ => $" + step{k}" });
        }

        code.Line($"from += step{count};");
        code.Line($"to += step{count};");
        code.Close();
        code.Line();
    }

    private static void WriteTap(CodeWriter code, int k, string at)
    {
        string[] x = [.. Enumerable.Range(0, DepthwiseTaps).Select(t => $"x{(k + t) % DepthwiseTaps}")];
        code.Line($"{x[2]} = input[from{at}];");
        code.Line($"y = ((((long)(({x[0]} * w0) + ({x[1]} * w1) + ({x[2]} * w2))) * scale) + offset) >> shift;");
        code.Open("if (y < min)");
        code.Line("y = min;");
        code.Close();
        code.Open("else if (y > max)");
        code.Line("y = max;");
        code.Close();
        code.Line();
        code.Line($"output[to{at}] = (sbyte)y;");
    }
}
