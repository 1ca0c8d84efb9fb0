namespace TinyEdge.Codegen.Crypto;

/// <summary>
/// The Montgomery product of the signature check. Operand blocks of <see cref="Block"/> limbs are held in locals, and so are the columns
/// that their products add up to: on the interpreter an element of an array costs seven instructions, a local one.
/// </summary>
internal static class MontgomerySource
{
    /// <summary>Limbs of a block: divides the 110 limbs of a number; two blocks and their columns fit the locals of a method.</summary>
    private const int Block = 22;

    private const int Limbs = 110;
    private const int LimbBits = 28;
    private const int Columns = (2 * Block) - 1;

    public static GeneratedSource Create()
    {
        CodeWriter code = new(nameof(MontgomerySource));
        code.Open("namespace TinyEdge.Bundles");
        WriteSummary(code);
        code.Open("internal static class MontgomeryProduct");
        code.Line($"private const int Block = {Block};");
        code.Line($"private const int LimbBits = {LimbBits};");
        code.Line($"private const ulong Mask = 0x{(1 << LimbBits) - 1:X}UL;");
        code.Line();
        code.Line("/// <summary>As <see cref=\"Montgomery3072.Multiply\"/>; the same array for both operands is squared, for less.</summary>");
        code.Line("[HotPath]");
        code.Open("public static void Multiply(int[] a, int[] b, int[] modulus, int negatedInverse, int[] result)");
        WriteBody(code);
        code.Close();
        code.Close();
        code.Close();
        return new GeneratedSource("shared/TinyEdge.Bundles/MontgomeryProduct.g.cs", code.ToString());
    }

    private static void WriteSummary(CodeWriter code)
    {
        code.Line("/// <summary>");
        code.Line($"/// a * b / R mod n over {Limbs} limbs of {LimbBits} bits, by columns of blocks of {Block} limbs (product scanning, the reduction in the");
        code.Line("/// same pass: Koc, Acar, Kaliski, \"Analyzing and comparing Montgomery multiplication algorithms\", IEEE Micro 16 (3), 1996, FIPS).");
        code.Line($"/// c0..c{Columns - 1} are the columns of the present block: at most {2 * Limbs} products of {2 * LimbBits} bits and a carry, below 2^64.");
        code.Line("/// Until its place is needed for the result, result holds the factors of the modulus.");
        code.Line("/// </summary>");
    }

    private static void WriteBody(CodeWriter code)
    {
        code.Line("bool isSquare = a == b;");
        code.Line("ulong inverse = (ulong)negatedInverse;");
        code.Line("ulong carry;");
        code.Line("int at;");
        for (int column = 0; column < Columns; column++)
        {
            code.Line($"ulong c{column} = 0;");
        }

        code.Line();
        code.Open("for (int column = 0; column < (2 * Montgomery3072.Limbs) - Block; column += Block)");
        WriteProducts(code);
        code.Line();
        code.Open("if (column < Montgomery3072.Limbs)");
        WriteReduction(code);
        code.Close();
        code.Open("else");
        WriteResult(code, "column - Montgomery3072.Limbs");
        code.Line($"c{Block} += carry >> LimbBits;");
        code.Close();
        code.Line();
        for (int column = 0; column < Columns; column++)
        {
            code.Line(column + Block < Columns ? $"c{column} = c{column + Block};" : $"c{column} = 0;");
        }

        code.Close();
        code.Line();
        WriteResult(code, "Montgomery3072.Limbs - Block");
    }

    /// <summary>All block products of a column: of the operands, then of the factors known so far and the modulus.</summary>
    private static void WriteProducts(CodeWriter code)
    {
        code.Line("int low = column < Montgomery3072.Limbs ? 0 : column - (Montgomery3072.Limbs - Block);");
        code.Line("int high = column - low;");
        code.Line("int last = isSquare ? column >> 1 : high;");
        code.Line("int offDiagonal = isSquare ? 2 : 1;");
        code.Line("int[] p = a;");
        code.Line("int[] q = b;");
        code.Open("for (; ; )");
        code.Open("for (int i = low; i <= last; i += Block)");
        code.Line("int j = column - i;");
        code.Line("int times = i == j ? 1 : offDiagonal;");
        for (int limb = 0; limb < Block; limb++)
        {
            code.Line($"ulong x{limb} = (ulong)(p[i{Plus(limb)}] * times);");
        }

        for (int limb = 0; limb < Block; limb++)
        {
            code.Line($"ulong y{limb} = (ulong)q[j{Plus(limb)}];");
        }

        for (int column = 0; column < Columns; column++)
        {
            code.Line($"c{column} += {Products(column, Block - 1)};");
        }

        code.Close();
        code.Line();
        code.Open("if (p == result)");
        code.Line("break;");
        code.Close();
        code.Line();
        code.Line("p = result;");
        code.Line("q = modulus;");
        code.Line("offDiagonal = 1;");
        code.Line("last = column < Montgomery3072.Limbs ? high - Block : high;");
        code.Close();
    }

    /// <summary>Finds the factors that make the lower columns of the block zero, and adds their products with the lowest block of the modulus.</summary>
    private static void WriteReduction(CodeWriter code)
    {
        for (int limb = 0; limb < Block; limb++)
        {
            code.Line($"ulong y{limb} = (ulong)modulus[{limb}];");
        }

        for (int column = 0; column < Block; column++)
        {
            if (column > 0)
            {
                code.Line($"c{column} += {Products(column, column - 1)} + (c{column - 1} >> LimbBits);");
            }

            code.Line($"ulong x{column} = (c{column} * inverse) & Mask;");
            code.Line($"result[column{Plus(column)}] = (int)x{column};");
            code.Line($"c{column} += x{column} * y0;");
        }

        for (int column = Block; column < Columns; column++)
        {
            string carry = column == Block ? $" + (c{Block - 1} >> LimbBits)" : string.Empty;
            code.Line($"c{column} += {Products(column, Block - 1)}{carry};");
        }
    }

    /// <summary>Brings the lower columns of the block below 2^28 and puts them where they belong; leaves the last one's sum in carry.</summary>
    private static void WriteResult(CodeWriter code, string place)
    {
        code.Line($"at = {place};");
        for (int limb = 0; limb < Block; limb++)
        {
            code.Line(limb == 0 ? "carry = c0;" : $"carry = c{limb} + (carry >> LimbBits);");
            code.Line($"result[at{Plus(limb)}] = (int)(carry & Mask);");
        }
    }

    private static string Products(int column, int lastX)
    {
        int from = Math.Max(0, column - (Block - 1));
        int to = Math.Min(lastX, column);
        return string.Join(" + ", Enumerable.Range(from, to - from + 1).Select(x => $"(x{x} * y{column - x})"));
    }

    private static string Plus(int offset) => offset == 0 ? string.Empty : $" + {offset}";
}
