using System.Numerics;
using TinyEdge.Runtime.Dsp;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>
/// The plain FFT against the definition of the DFT in double precision. Tolerance: Q15 twiddles are off by up to 2^-16 (rms 2^-16.8, about
/// 96 dB below the signal for each rotation); 88 dB is asserted.
/// </summary>
public class FftTests(ITestOutputHelper output)
{
    private const double LeastSnrDb = 88;

    /// <summary>Inputs have 22 fraction bits, as in the chain.</summary>
    private const int One = 1 << 22;

    public static TheoryData<int> Lengths => [64, 128, 256, 512];

    /// <summary>The spectrum in counts.</summary>
    private static Complex[] Run(int[] x)
    {
        int length = x.Length;
        int[] sine = new int[FftReference.SineLength(length)];
        FftReference.FillSine(sine, length);
        long[] packed = new long[length];
        new FftReference(length, sine).Transform([.. x.Select(v => (long)v * One)], packed);
        return [.. Enumerable.Range(0, (length / 2) + 1).Select(k => new Complex(packed[k], k == 0 || k == length / 2 ? 0 : packed[length - k]) / One)];
    }

    private static Complex[] Dft(int[] x) => [.. Enumerable.Range(0, (x.Length / 2) + 1).Select(k =>
        x.Select((v, n) => v * Complex.FromPolarCoordinates(1, -2 * Math.PI * (long)k * n / x.Length)).Aggregate(Complex.Zero, (a, b) => a + b))];

    private static double SnrOf(int[] x)
    {
        static IEnumerable<double> Parts(Complex[] bins) => bins.SelectMany(b => new[] { b.Real, b.Imaginary });
        return Signal.Snr(Parts(Dft(x)), Parts(Run(x)));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transform_NoiseAtFullScale_MatchesDft(int length)
    {
        double worst = Enumerable.Range(1, 10).Min(seed => SnrOf([.. Signal.Noise(length, 32767, seed).Select(s => (int)s)]));
        output.WriteLine($"FFT {length}: noise, full scale, worst of 10 SNR {worst:F1} dB");
        Assert.True(worst > LeastSnrDb, $"SNR {worst:F1} dB");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transform_SineAtFullScale_MatchesDft(int length)
    {
        double worst = new[] { 1, 2.5, length / 8.0, length / 3.0, (length / 2) - 1 }.Min(c => SnrOf([.. Signal.Sine(length, 32767, c).Select(s => (int)s)]));
        output.WriteLine($"FFT {length}: sine, full scale, worst of 5 SNR {worst:F1} dB");
        Assert.True(worst > LeastSnrDb, $"SNR {worst:F1} dB");
    }

    /// <summary>What the fraction bits are for: a signal of four counts is as exact as one at full scale.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transform_SineOfFourCounts_IsAsExactAsAnyOther(int length)
    {
        double snr = SnrOf([.. Signal.Sine(length, 4, 5).Select(s => (int)s)]);
        output.WriteLine($"FFT {length}: sine of 4 counts, SNR {snr:F1} dB");
        Assert.True(snr > LeastSnrDb, $"SNR {snr:F1} dB");
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transform_ImpulseAtEachPosition_HasFlatMagnitude(int length)
    {
        for (int at = 0; at < length; at++)
        {
            int[] x = new int[length];
            x[at] = 32767;
            foreach (Complex bin in Run(x))
            {
                Assert.InRange(bin.Magnitude, 32767 - 8, 32767 + 8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transform_ExtremeInput_DoesNotOverflow(int length)
    {
        Random random = new(7);
        List<int[]> inputs =
        [
            [.. Enumerable.Repeat(-65535, length)],
            [.. Enumerable.Repeat(65535, length)],
            [.. Enumerable.Range(0, length).Select(n => n % 2 == 0 ? 65535 : -65535)],
            [.. Enumerable.Range(0, length).Select(n => n % 4 < 2 ? 65535 : -65535)],
            [.. Enumerable.Range(0, length).Select(n => n < length / 2 ? 65535 : -65535)],
        ];
        for (int bin = 1; bin < length / 2; bin += Math.Max(1, length / 16))
        {
            inputs.Add([.. Enumerable.Range(0, length).Select(n => Math.Sin((2 * Math.PI * bin * n / length) + 0.1) >= 0 ? 65535 : -65535)]);
        }

        inputs.AddRange(Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 65535 : -65535).ToArray()));
        Assert.All(inputs, x => Assert.True(SnrOf(x) > LeastSnrDb));
    }

    /// <summary>Parseval: sum |X|^2 over all N bins = N sum x^2. 88 dB of SNR allows 2 * 10^-4.4 in energy by the triangle inequality.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Power_OfNoise_ObeysParseval(int length)
    {
        int[] x = [.. Signal.Noise(length, 32767, length).Select(s => (int)s)];
        double energy = Run(x).Select((bin, k) => (k == 0 || k == length / 2 ? 1 : 2) * bin.Magnitude * bin.Magnitude).Sum();
        double expected = length * x.Sum(v => (double)v * v);
        Assert.InRange(energy / expected, 1 - 8e-5, 1 + 8e-5);
    }

    [Fact]
    public void FillSine_EveryLength_IsRoundedSineAndExactAtQuarters()
    {
        foreach (int length in new[] { 64, 128, 256, 512 })
        {
            int[] sine = new int[FftReference.SineLength(length)];
            FftReference.FillSine(sine, length);
            for (int k = 0; k < sine.Length; k++)
            {
                Assert.Equal((int)Math.Round(32768 * Math.Sin(2 * Math.PI * k / length)), sine[k]);
            }

            Assert.Equal(32768, sine[length / 4]);
            Assert.Equal(0, sine[length / 2]);
        }
    }

    /// <summary>Rounding to Q14, and linear interpolation between 512 steps (0.62 unit of Q15, two roundings) before it.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(200)]
    [InlineData(399)]
    [InlineData(400)]
    [InlineData(512)]
    public void WindowTable_AnyLength_IsWithinOneUnitOfDouble(int length)
    {
        short[] window = new short[length];
        WindowTable.Fill(window, length, WindowType.Hann, false);
        double hann = window.Select((w, n) => Math.Abs(w - (16384 * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length)))))).Max();
        WindowTable.Fill(window, length, WindowType.Hamming, false);
        double hamming = window.Select((w, n) => Math.Abs(w - (16384 * (0.54 - (0.46 * Math.Cos(2 * Math.PI * n / length)))))).Max();
        output.WriteLine($"window {length}: Hann {hann:F2}, Hamming {hamming:F2} units of Q14");
        Assert.InRange(Math.Max(hann, hamming), 0, 1.5);
        WindowTable.Fill(window, length, WindowType.Rectangular, false);
        Assert.All(window, w => Assert.Equal(WindowTable.One, w));
    }
}
