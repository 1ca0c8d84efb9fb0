namespace TinyEdge.Codegen.Packed;

/// <summary>
/// Straight-line kernels over packed weight rows (SPEC.md, weight layouts): inputs in locals, constant indices. One method a
/// length, because an index that is a constant costs one instruction and an index that is computed costs three. What is small lies in
/// the runtime, so that TinyEdge.Kernels stays below 60 KB of IL.
/// </summary>
public static class PackedSources
{
    /// <summary>Bits of a field when three outputs share a long.</summary>
    public const int FieldBits = 21;

    /// <summary>Longest row of one piece: this many inputs are held in locals.</summary>
    public const int LongestRow = 80;

    /// <summary>Rows are padded to a multiple of this.</summary>
    public const int RowStep = 8;

    /// <summary>Lengths of a block, where a row is cut into several.</summary>
    public static IReadOnlyList<int> BlockLengths { get; } = [8, 16, 32, 64];

    public static IEnumerable<GeneratedSource> All()
    {
        yield return new GeneratedSource("firmware/TinyEdge.Kernels/PackedDense.g.cs", DenseSource());
        yield return new GeneratedSource("firmware/TinyEdge.Runtime/Inference/PackedDot.g.cs", DotSource());
    }

    private static string DenseSource()
    {
        CodeWriter code = Head("TinyEdge.Kernels");
        code.Line("/// <summary>");
        code.Line("/// Dense rows of one block, three outputs in a long, requantised at once. A row is length weights, then three pairs (scale, offset):");
        code.Line("/// output = clamp((field * scale + offset) >> shift). Fields are biased by 2^20, which the offsets take back; Prepare proved that none overflows.");
        code.Line("/// </summary>");
        code.Open("public static class PackedDense");
        code.Line($"public const int LongestRow = {LongestRow};");
        code.Line($"public const int RowStep = {RowStep};");
        code.Line($"public const int FieldBits = {FieldBits};");
        code.Line();
        code.Line("/// <summary>Added to the two lower fields so that neither borrows from its neighbour.</summary>");
        code.Line($"public const long Bias = (1L << {FieldBits - 1}) | (1L << {(2 * FieldBits) - 1});");
        code.Line();
        code.Line($"private const long Mask = (1L << {FieldBits}) - 1;");
        for (int length = RowStep; length <= LongestRow; length += RowStep)
        {
            WriteDense(code, length);
        }

        code.Close();
        code.Close();
        return code.ToString();
    }

    private static void WriteDense(CodeWriter code, int length)
    {
        code.Line();
        code.Line($"/// <param name=\"x\">(at least {length}) int8, from index 0 on.</param>");
        code.Line($"/// <param name=\"rows\">(count, {length + 6}).</param>");
        code.Line("/// <param name=\"to\">Where the first three outputs go; each further row goes three behind, but none behind <paramref name=\"last\"/>.</param>");
        code.Line("[HotPath]");
        code.Open($"public static void Eval{length}(sbyte[] x, long[][] rows, int count, int shift, long min, long max, sbyte[] output, int to, int last)");
        WriteLoads(code, length);
        code.Open("for (int r = 0; r < count; r++)");
        code.Line("long[] w = rows[r];");
        WriteSum(code, length, "long sum = Bias", "w");
        string[] fields = ["(sum & Mask)", $"((sum >> {FieldBits}) & Mask)", $"(sum >> {2 * FieldBits})"];
        for (int lane = 0; lane < fields.Length; lane++)
        {
            code.Line($"long y{lane} = (({fields[lane]} * w[{length + (2 * lane)}]) + w[{length + (2 * lane) + 1}]) >> shift;");
            WriteClamp(code, $"y{lane}");
            code.Line($"output[to{(lane == 0 ? "" : $" + {lane}")}] = (sbyte)y{lane};");
        }

        code.Line("to += 3;");
        code.Open("if (to > last)");
        code.Line("to = last;");
        code.Close();
        code.Close();
        code.Close();
    }

    private static string DotSource()
    {
        CodeWriter code = Head("TinyEdge.Runtime.Inference");
        code.Line("/// <summary>One block of rows that are longer than a block: the packed sums of a group of outputs each. How many fields a long has does not matter here.</summary>");
        code.Open("public static class PackedDot");
        for (int i = 0; i < BlockLengths.Count; i++)
        {
            int length = BlockLengths[i];
            if (i > 0)
            {
                code.Line();
            }

            code.Line($"/// <param name=\"x\">(at least {length}) int8, from index 0 on.</param>");
            code.Line($"/// <param name=\"rows\">(any, {length}); the rows from <paramref name=\"first\"/> on are read.</param>");
            code.Line("/// <param name=\"sums\">(count) receives bias + the packed sum of each row.</param>");
            code.Line("[HotPath]");
            code.Open($"public static void Eval{length}(sbyte[] x, long[][] rows, int first, long bias, long[] sums, int count)");
            WriteLoads(code, length);
            code.Open("for (int r = 0; r < count; r++)");
            code.Line("long[] w = rows[first + r];");
            WriteSum(code, length, "sums[r] = bias", "w");
            code.Close();
            code.Close();
        }

        code.Close();
        code.Close();
        return code.ToString();
    }

    private static CodeWriter Head(string space)
    {
        CodeWriter code = new(nameof(PackedSources));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open($"namespace {space}");
        return code;
    }

    private static void WriteLoads(CodeWriter code, int length)
    {
        for (int i = 0; i < length; i++)
        {
            code.Line($"long x{i} = x[{i}];");
        }
    }

    private static void WriteSum(CodeWriter code, int length, string start, string row)
    {
        for (int i = 0; i < length; i += RowStep)
        {
            string terms = string.Concat(Enumerable.Range(i, RowStep).Select(k => $" + ({row}[{k}] * x{k})"));
            code.Line($"{(i == 0 ? start : "   ")}{terms}{(i + RowStep >= length ? ";" : "")}");
        }
    }

    // The far branch of the lower clamp costs what the near one costs: a rectified layer takes it half of the time.
    private static void WriteClamp(CodeWriter code, string value)
    {
        code.Open($"if ({value} < min)");
        code.Line($"{value} = min;");
        code.Close();
        code.Open($"else if ({value} > max)");
        code.Line($"{value} = max;");
        code.Close();
        code.Line();
    }
}
