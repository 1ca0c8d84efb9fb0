using System.Numerics;

namespace TinyEdge.Codegen.Fft;

/// <summary>
/// The straight-line power spectra of the device. 64 and 128 points are one method each, all values in local variables; 256 points
/// are 128 + 64 + 64 and a last stage over arrays; 512 points deal their samples out and use the methods of 256.
/// </summary>
internal static class FftSources
{
    private const string Folder = "firmware/TinyEdge.Kernels";

    /// <summary>Fraction bits of the transform: 8 of the mean and 14 of the window.</summary>
    private const int InputBits = 22;

    /// <summary>What is dropped of each power, so that the sum of all is at most 2^48.</summary>
    private const int PowerShift = 14;

    public static IEnumerable<GeneratedSource> All()
    {
        yield return Source("Fft64", "64 points: samples to power, all in local variables.", code => Whole(code, 64));
        yield return Source("Fft128", "128 points: samples to power, all in local variables.", code => Whole(code, 128));
        yield return Source("Fft256", "256 points: 128 + 64 + 64 points in local variables, then the last split-radix stage.", code =>
        {
            Part(code, "Even", 128, 2, 0);
            Part(code, "First", 64, 4, 1);
            Part(code, "Third", 64, 4, 3);
            LastToPower(code, 256);
            LastInPlace(code, 256);
        });
        yield return Source("Fft512", "The last split-radix stage of 512 points.", code => LastToPower(code, 512));
        yield return Source("SampleSums", "Sums of samples, for the mean.", code =>
        {
            Sum(code, 64);
            Sum(code, 128);
            Sum(code, 256);
        });
    }

    /// <summary>Bits between the transform and the bins that are squared: 2 (log2 N + 15 + fraction bits) is 62.</summary>
    private static int BinShift(int length) => InputBits - (16 - BitOperations.Log2((uint)length));

    private static GeneratedSource Source(string name, string summary, Action<CodeWriter> members)
    {
        CodeWriter code = new(nameof(FftSources));
        code.Line("using TinyEdge.Bundles;");
        code.Line();
        code.Open("namespace TinyEdge.Kernels");
        code.Line($"/// <summary>{summary}</summary>");
        code.Open($"internal static class {name}");
        members(code);
        code.Close();
        code.Close();
        return new GeneratedSource($"{Folder}/{name}.g.cs", code.ToString());
    }

    private static string Input(int n) => $"(long)((samples[{n}] << 8) - mean) * window[{n}]";

    private static void Whole(CodeWriter code, int length)
    {
        RealFftEmitter fft = new(length, length, Input);
        code.Line("[HotPath]");
        code.Open("public static void Power(short[] samples, short[] window, int mean, long[] power)");
        Write(code, fft);
        code.Line($"long half = {1 << (PowerShift - 1)};");
        code.Line("long re;");
        code.Line("long im;");
        int half = length / 2;
        int shift = BinShift(length);
        RealBin(code, "0", fft.At(0), shift);
        for (int k = 1; k < half; k++)
        {
            Bin(code, $"{k}", fft.At(k), fft.At(length - k), shift);
        }

        RealBin(code, $"{half}", fft.At(half), shift);
        code.Close();
    }

    private static void Part(CodeWriter code, string name, int length, int stride, int first)
    {
        RealFftEmitter fft = new(length, length, n => Input((n * stride) + first));
        code.Line("[HotPath]");
        code.Open($"public static void {name}(short[] samples, short[] window, int mean, long[] output)");
        Write(code, fft);
        for (int position = 0; position < length; position++)
        {
            code.Line($"output[{position}] = {fft.At(position)};");
        }

        code.Close();
        code.Line();
    }

    private static void Write(CodeWriter code, RealFftEmitter fft)
    {
        foreach (string line in fft.Declarations.Concat(fft.Body))
        {
            code.Line(line);
        }
    }

    private static void RealBin(CodeWriter code, string index, string value, int shift)
    {
        code.Line($"re = {value} >> {shift};");
        code.Line($"power[{index}] = ((re * re) + half) >> {PowerShift};");
    }

    private static void Bin(CodeWriter code, string index, string re, string im, int shift)
    {
        code.Line($"re = {re} >> {shift};");
        code.Line($"im = {im} >> {shift};");
        code.Line($"power[{index}] = ((re * re) + (im * im) + half) >> {PowerShift};");
    }

    /// <summary>The last stage, bins squared at once. The even half stands in the array that becomes the power.</summary>
    private static void LastToPower(CodeWriter code, int length)
    {
        int half = length / 2;
        int quarter = length / 4;
        int eighth = length / 8;
        int shift = BinShift(length);
        code.Line("[HotPath]");
        code.Open("public static void LastToPower(long[] power, long[] z, long[] y)");
        code.Line($"long half = {1 << (PowerShift - 1)};");
        code.Line("long re;");
        code.Line("long im;");
        code.Line($"long even = power[{quarter}];");
        code.Line("long sum = z[0] + y[0];");
        code.Line("long difference = y[0] - z[0];");
        code.Line("long first = power[0];");
        RealBin(code, "0", "(first + sum)", shift);
        RealBin(code, $"{half}", "(first - sum)", shift);
        Bin(code, $"{quarter}", "even", "difference", shift);
        string diagonal = $"{Twiddles.CosineQ15(1, 8)}";
        code.Line($"long down = ((z[{eighth}] - y[{eighth}]) * {diagonal}) >> 15;");
        code.Line($"long across = ((z[{eighth}] + y[{eighth}]) * -{diagonal}) >> 15;");
        code.Line($"long ur = power[{eighth}];");
        code.Line($"long ui = power[{3 * eighth}];");
        Bin(code, $"{eighth}", "(ur + down)", "(ui + across)", shift);
        Bin(code, $"{3 * eighth}", "(ur - down)", "(across - ui)", shift);
        for (int k = 1; k < eighth; k++)
        {
            code.Line($"PowerQuad(power, z, y, {k}, {TwiddleArguments(k, length)});");
        }

        code.Close();
        code.Line();
        code.Line("[HotPath]");
        code.Open("private static void PowerQuad(long[] power, long[] z, long[] y, int k, long c, long s, long c3, long s3)");
        Loads(code, quarter);
        code.Line($"long half = {1 << (PowerShift - 1)};");
        code.Line("long re;");
        code.Line("long im;");
        Bin(code, "k", "(ur + sr)", "(ui + si)", shift);
        Bin(code, "mirror", "(ur - sr)", "(si - ui)", shift);
        Bin(code, "above", "(vr + di)", "(dr - vi)", shift);
        Bin(code, "below", "(vr - di)", "(vi + dr)", shift);
        code.Close();
        code.Line();
    }

    /// <summary>The last stage as the even half of a longer transform.</summary>
    private static void LastInPlace(CodeWriter code, int length)
    {
        int half = length / 2;
        int quarter = length / 4;
        int eighth = length / 8;
        code.Line("[HotPath]");
        code.Open("public static void LastInPlace(long[] data, long[] z, long[] y)");
        code.Line("long sum = z[0] + y[0];");
        code.Line($"data[{3 * quarter}] = y[0] - z[0];");
        code.Line("long first = data[0];");
        code.Line("data[0] = first + sum;");
        code.Line($"data[{half}] = first - sum;");
        string diagonal = $"{Twiddles.CosineQ15(1, 8)}";
        code.Line($"long down = ((z[{eighth}] - y[{eighth}]) * {diagonal}) >> 15;");
        code.Line($"long across = ((z[{eighth}] + y[{eighth}]) * -{diagonal}) >> 15;");
        code.Line($"long ur = data[{eighth}];");
        code.Line($"long ui = data[{3 * eighth}];");
        code.Line($"data[{eighth}] = ur + down;");
        code.Line($"data[{7 * eighth}] = ui + across;");
        code.Line($"data[{3 * eighth}] = ur - down;");
        code.Line($"data[{5 * eighth}] = across - ui;");
        for (int k = 1; k < eighth; k++)
        {
            code.Line($"Quad(data, z, y, {k}, {TwiddleArguments(k, length)});");
        }

        code.Close();
        code.Line();
        code.Line("[HotPath]");
        code.Open("private static void Quad(long[] power, long[] z, long[] y, int k, long c, long s, long c3, long s3)");
        Loads(code, quarter);
        code.Line("power[k] = ur + sr;");
        code.Line($"power[{length} - k] = ui + si;");
        code.Line("power[mirror] = ur - sr;");
        code.Line($"power[{half} + k] = si - ui;");
        code.Line("power[above] = vr + di;");
        code.Line($"power[{half + quarter} - k] = dr - vi;");
        code.Line("power[below] = vr - di;");
        code.Line($"power[{half + quarter} + k] = vi + dr;");
        code.Close();
    }

    private static void Loads(CodeWriter code, int quarter)
    {
        code.Line($"int below = {quarter} - k;");
        code.Line($"int above = {quarter} + k;");
        code.Line($"int mirror = {2 * quarter} - k;");
        code.Line("long zr = z[k];");
        code.Line("long zi = z[below];");
        code.Line("long yr = y[k];");
        code.Line("long yi = y[below];");
        code.Line("long ar = ((zr * c) + (zi * s)) >> 15;");
        code.Line("long ai = ((zi * c) - (zr * s)) >> 15;");
        code.Line("long br = ((yr * c3) + (yi * s3)) >> 15;");
        code.Line("long bi = ((yi * c3) - (yr * s3)) >> 15;");
        code.Line("long sr = ar + br;");
        code.Line("long si = ai + bi;");
        code.Line("long dr = br - ar;");
        code.Line("long di = ai - bi;");
        code.Line("long ur = power[k];");
        code.Line("long ui = power[mirror];");
        code.Line("long vr = power[below];");
        code.Line("long vi = power[above];");
    }

    private static string TwiddleArguments(int k, int length) =>
        $"{Twiddles.CosineQ15(k, length)}, {Twiddles.SineQ15(k, length)}, {Twiddles.CosineQ15(3 * k, length)}, {Twiddles.SineQ15(3 * k, length)}";

    private static void Sum(CodeWriter code, int length)
    {
        code.Line("[HotPath]");
        code.Open($"public static int Of{length}(short[] samples)");
        code.Line("return samples[0]");
        for (int n = 1; n < length; n++)
        {
            code.Line($"    + samples[{n}]{(n == length - 1 ? ";" : string.Empty)}");
        }

        code.Close();
    }
}
