using CsCheck;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>Straight-line spectra against the plain one, bit for bit; and the plain one against its bounds.</summary>
public class SpectrumTests
{
    public static TheoryData<int> Lengths => [64, 128, 256, 512];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Codelets_RandomSamplesWindowsAndMeans_HaveTheBitsOfTheReference(int length)
    {
        Gen.Select(Gen.Short.Array[length], Gen.Int[0, 15], Gen.Int[0, 2], Gen.Int[16, length], Gen.Int[-256 * 32768, 256 * 32767]).Sample(
            (raw, shrink, type, size, mean) =>
            {
                short[] window = new short[length];
                WindowTable.Fill(window, size, (WindowType)type, false);
                short[] samples = [.. raw.Select((s, n) => (short)(n < size ? s >> shrink : 0))];
                AssertEqual(length, samples, window, mean >> shrink);
            },
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Codelets_ExtremeSamples_HaveTheBitsOfTheReferenceAndStayInBounds(int length)
    {
        short[] full = [.. Enumerable.Repeat((short)WindowTable.One, length)];
        short[] halved = [.. Enumerable.Repeat((short)(WindowTable.One / 2), length)];
        Random random = new(length);
        List<Func<int, bool>> shapes = [_ => true, n => n % 2 == 0, n => n % 4 < 2, n => n < length / 2, n => n == 0, n => n != 0, _ => random.Next(2) == 0];
        for (int bin = 1; bin < length / 2; bin++)
        {
            int b = bin;
            shapes.Add(n => Math.Sin((2 * Math.PI * b * n / length) + 0.1) >= 0);
        }

        foreach (Func<int, bool> shape in shapes)
        {
            short[] samples = [.. Enumerable.Range(0, length).Select(n => shape(n) ? short.MaxValue : short.MinValue)];
            int own = WindowMean.Compute(samples, length);
            foreach ((int mean, short[] window) in new[] { (own, full), (0, halved), (256 * short.MinValue, halved), (256 * short.MaxValue, halved) })
            {
                long[] power = AssertEqual(length, samples, window, mean);

                // One part in a thousand for rounding, of which the weights leave a factor of two.
                Assert.All(power, p => Assert.InRange(p, 0, (1L << 48) + (1L << 38)));
                Assert.InRange(power.Sum(), 0, (1L << 48) + (1L << 38));
            }
        }
    }

    /// <summary>A sine between bins, so that every bin has energy: the signal of one count keeps its shape to a few percent.</summary>
    [Theory]
    [InlineData(64, 0.01)]
    [InlineData(128, 0.01)]
    [InlineData(256, 0.02)]
    [InlineData(512, 0.05)]
    public void Reference_NoiseOfAFewCounts_KeepsItsPower(int length, double tolerance)
    {
        short[] window = new short[length];
        WindowTable.Fill(window, length, WindowType.Hann, false);
        short[] samples = [.. Signal.Noise(length, 4, 3)];
        int mean = WindowMean.Compute(samples, length);
        long[] power = Reference(length, samples, window, mean);
        double scale = Math.Pow(2, 18 - (2 * Math.Log2(length)));
        double[] x = [.. samples.Select((s, n) => (s - (mean / 256.0)) * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length))))];
        double[] exact = [.. Enumerable.Range(0, (length / 2) + 1).Select(k => Math.Pow(System.Numerics.Complex.Abs(
            x.Select((v, n) => System.Numerics.Complex.FromPolarCoordinates(v, -2 * Math.PI * k * n / length)).Aggregate((a, b) => a + b)), 2))];
        double error = Math.Sqrt(exact.Zip(power, (e, p) => Math.Pow(e - (p / scale), 2)).Sum() / exact.Sum(e => e * e));
        Assert.InRange(error, 0, tolerance);
    }

    [Fact]
    public void Has_EveryLengthOfAFrontEnd_IsTrueAndNoOther()
    {
        Assert.Equal([64, 128, 256, 512], Enumerable.Range(0, 2000).Where(PowerSpectra.Has));
    }

    private static long[] AssertEqual(int length, short[] samples, short[] window, int mean)
    {
        long[] expected = Reference(length, samples, window, mean);
        int work = PowerSpectra.WorkLength(length);
        short[][]? dealt = length > PowerSpectra.LongestUndealt ? [.. Enumerable.Range(0, 6).Select(_ => new short[length / 2])] : null;
        long[] actual = new long[(length / 2) + 1];
        new SpectrumCodelets(window, new long[work], new long[work], dealt).Compute(samples, mean, actual);
        Assert.Equal(expected, actual);
        return actual;
    }

    private static long[] Reference(int length, short[] samples, short[] window, int mean)
    {
        int[] sine = new int[FftReference.SineLength(length)];
        FftReference.FillSine(sine, length);
        long[] power = new long[(length / 2) + 1];
        new SpectrumReference(new FftReference(length, sine), window, new long[length], new long[length]).Compute(samples, mean, power);
        return power;
    }
}
