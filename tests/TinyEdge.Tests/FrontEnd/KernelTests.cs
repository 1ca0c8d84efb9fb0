using CsCheck;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Memory;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>The small kernels against double precision or exact arithmetic.</summary>
public class KernelTests(ITestOutputHelper output)
{
    /// <summary>Polynomial 1.14e-4, f cut to Q15 and Q15 products 5e-5, rounding to Q12 1.22e-4: below 3e-4 in all.</summary>
    private const double Log2Tolerance = 3e-4;

    private static double Log2Error(long value) => Math.Abs((Log2.OfPositive(value) / 4096.0) - Math.Log2(value));

    [Fact]
    public void Log2_AroundPowersOfTwo_StaysWithinTolerance()
    {
        double worst = 0;
        for (int bit = 0; bit < 63; bit++)
        {
            Assert.Equal(bit * 4096, Log2.OfPositive(1L << bit));
            for (long near = -300; near <= 300; near++)
            {
                long value = (1L << bit) + near;
                worst = value > 0 ? Math.Max(worst, Log2Error(value)) : worst;
            }
        }

        Assert.InRange(Log2Error(long.MaxValue), 0, Log2Tolerance);
        output.WriteLine($"log2 near powers of two: max error {worst:E2}");
        Assert.InRange(worst, 0, Log2Tolerance);
    }

    [Fact]
    public void Log2_RandomValuesOfEveryMagnitude_StaysWithinTolerance()
    {
        Random random = new(3);
        double worst = 0;
        for (int i = 0; i < 500_000; i++)
        {
            worst = Math.Max(worst, Log2Error(Math.Max(1, random.NextInt64() >> random.Next(63))));
        }

        output.WriteLine($"log2 random: max error {worst:E2} = {worst * 4096:F3} units of Q12");
        Assert.InRange(worst, 0, Log2Tolerance);
    }

    [Fact]
    public void Log2_EveryMantissa_IsMonotonic()
    {
        int previous = 0;
        for (long value = 1 << 17; value <= 1 << 18; value++)
        {
            int log = Log2.OfPositive(value);
            Assert.True(log >= previous, $"log2({value}) falls");
            previous = log;
        }
    }

    [Fact]
    public void Log2Compute_ZeroAndSmallEnergy_IsTheFloor()
    {
        int[] logs = new int[3];
        Log2.Compute([0, 1, 1L << 40], 3, -14 * 4096, -4096, logs);
        Assert.Equal([-4096, -4096, 26 * 4096], logs);
    }

    [Fact]
    public void WindowMean_AnyWindow_IsTheMeanToHalfAUnit()
    {
        Gen.Select(Gen.Short.Array[64, 512], Gen.Int[0, 3]).Sample((raw, power) =>
        {
            short[] samples = new short[64 << power];
            int size = Math.Min(raw.Length, samples.Length);
            Array.Copy(raw, samples, size);
            return Math.Abs((WindowMean.Compute(samples, size) / 256.0) - raw.Take(size).Average(s => (double)s)) <= 1.0 / 512;
        });
    }

    /// <summary>The one loop of bands and logarithms against the two plain ones, over every magnitude of energy.</summary>
    [Fact]
    public void BandLogs_AnyPowerAndTable_HaveTheBitsOfThePlainKernels()
    {
        Random random = new(21);
        for (int run = 0; run < 2000; run++)
        {
            int bands = random.Next(1, 81);
            long[] power = [.. Enumerable.Range(0, 257).Select(_ => random.NextInt64(1L << 49) >> random.Next(50))];
            long total = power.Sum();
            if (total > 1L << 48)
            {
                power = [.. power.Select(p => p >> 9)];
            }

            short[] ranges = new short[2 * bands];
            for (int band = 0; band < bands; band++)
            {
                int first = random.Next(258);
                ranges[2 * band] = (short)first;
                ranges[(2 * band) + 1] = (short)Math.Min(257 - first, random.Next(run % 3 == 0 ? 60 : 9));
            }

            short[] weights = [.. Enumerable.Range(0, bands * 64).Select(_ => (short)(random.Next(4) == 0 ? 16384 : random.Next(16385)))];
            int bias = random.Next(-100000, 100000);
            int floor = random.Next(-20 * 4096, 20 * 4096);
            long[] energies = new long[bands];
            int[] expected = new int[bands];
            MelBands.Compute(power, ranges, weights, bands, energies);
            Log2.Compute(energies, bands, bias, floor, expected);
            int[] actual = new int[bands];
            BandLogs.Compute(power, ranges, weights, bands, bias, floor, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void BandLogs_AroundEveryPowerOfTwo_HaveTheBitsOfThePlainKernels()
    {
        for (int bit = 0; bit <= 48; bit++)
        {
            foreach (long near in new[] { -2L, -1, 0, 1, 2 })
            {
                foreach (short weight in new short[] { 0, 1, 16383, 16384 })
                {
                    long value = Math.Max(0, Math.Min(1L << 48, (1L << bit) + near));
                    int[] expected = new int[1];
                    Log2.Compute([value * weight], 1, -5, -70 * 4096, expected);
                    int[] actual = new int[1];
                    BandLogs.Compute([value], [0, 1], [weight], 1, -5, -70 * 4096, actual);
                    Assert.Equal(expected, actual);
                }
            }
        }
    }

    [Theory]
    [InlineData(26, 13)]
    [InlineData(40, 13)]
    [InlineData(25, 25)]
    [InlineData(1, 1)]
    [InlineData(80, 80)]
    public void DctKernel_FoldedAndPlainMatrices_HaveTheBitsOfThePlainDct(int bands, int coefficients)
    {
        Random random = new(bands);
        short[] matrix = [.. DctTable.Orthonormal(coefficients, bands).SelectMany(r => r).Select(v => (short)Math.Clamp(Math.Round(v * 32768), -32768, 32767))];
        for (int run = 0; run < 20; run++)
        {
            int[] logs = [.. Enumerable.Range(0, bands).Select(_ => random.Next(-64 * 4096, 64 * 4096))];
            int[] expected = new int[coefficients];
            Dct.Compute(logs, bands, matrix, coefficients, expected);
            int[] actual = new int[coefficients];
            StaticPool pool = new(1 << 16);
            DctKernel.TryRent(pool, matrix, bands, coefficients)!.Compute(logs, actual);
            Assert.Equal(expected, actual);

            // One entry that breaks the symmetry: the plain product must serve.
            matrix[random.Next(matrix.Length)] ^= (short)(run % 2);
        }
    }

    [Theory]
    [InlineData(BandScale.Kaldi)]
    [InlineData(BandScale.Slaney)]
    [InlineData(BandScale.Linear)]
    public void MelBands_OverNoise_MatchDouble(BandScale scale)
    {
        FrontEndOptions options = new() { SampleRate = 16000, WindowSize = 512, FftLength = 512, Bands = 40, LowHz = 20, Scale = scale };
        double[][] triangles = BandTable.Triangles(scale, 40, 512, 16000, 20, 8000);
        Random random = new(5);
        long[] power = [.. Enumerable.Range(0, 257).Select(_ => random.NextInt64(1L << 40))];
        (short[] ranges, short[] weights) = SectionTables(options);
        long[] energies = new long[40];
        MelBands.Compute(power, ranges, weights, 40, energies);
        double worst = 0;
        for (int band = 0; band < 40; band++)
        {
            double expected = triangles[band].Select((w, k) => w * power[k]).Sum();
            double roundingLimit = (triangles[band].Select((w, k) => w > 0 ? (double)power[k] : 0).Sum() * 0.5 / 16384) + 1;
            double error = Math.Abs((energies[band] / 16384.0) - expected);
            worst = expected > 0 ? Math.Max(worst, error / expected) : worst;
            Assert.InRange(error, 0, roundingLimit);
        }

        output.WriteLine($"bands {scale}: worst relative error {worst:E2}");
    }

    [Fact]
    public void MelBands_LargestWeightsAndLargestPower_FitInt64()
    {
        long[] energies = new long[1];
        MelBands.Compute([1L << 48, 0], [0, 2], [16384, 16384], 1, energies);
        Assert.Equal(1L << 62, energies[0]);
    }

    [Fact]
    public void Dct_OverRandomLogs_MatchesDouble()
    {
        const int Bands = 40;
        double[][] exact = DctTable.Orthonormal(13, Bands);
        short[] matrix = [.. exact.SelectMany(r => r).Select(v => (short)Math.Round(v * 32768))];
        Random random = new(9);
        int[] logs = [.. Enumerable.Range(0, Bands).Select(_ => random.Next(-20 * 4096, 40 * 4096))];
        int[] actual = new int[13];
        Dct.Compute(logs, Bands, matrix, 13, actual);
        double[] expected = [.. exact.Select(row => row.Zip(logs, (d, l) => d * l).Sum())];
        double snr = Signal.Snr(expected, actual.Select(a => (double)a));
        output.WriteLine($"DCT 40 -> 13: SNR {snr:F1} dB");
        Assert.True(snr > 75, $"SNR {snr:F1} dB: Q15 entries of about 0.2 carry 13 bits, which is 80 dB");
    }

    [Theory]
    [InlineData(0, 0, 1, 1, 0, 0)]
    [InlineData(1, 0, 1, 1, 0, 1)]
    [InlineData(-1, 0, 1, 1, 0, 0)]
    [InlineData(3, 0, 1, 1, -128, -126)]
    [InlineData(1 << 25, -(1 << 24), 32767, 1, 0, 127)]
    [InlineData(-(1 << 25), 1 << 24, 32767, 1, 0, -128)]
    [InlineData(1 << 25, -(1 << 24), 32767, 31, -128, -128 + 768)]
    [InlineData(12345, 12345, 32767, 31, -7, -7)]
    [InlineData(99999, 0, 0, 31, 5, 5)]
    public void FeatureQuantizer_Edges_RoundAndSaturate(int value, int offset, int multiplier, int shift, int zeroPoint, int expected)
    {
        sbyte[] output = new sbyte[3];
        FeatureQuantizer.Compute([value], 1, [0, offset], [0, (short)multiplier], 1, shift, zeroPoint, output, 2);
        Assert.Equal([0, 0, (sbyte)Math.Clamp(expected, -128, 127)], output);
    }

    [Fact]
    public void FeatureQuantization_Standardise_MapsDeviationsToSteps()
    {
        FeatureStatistics statistics = new(2);
        statistics.Add([10 * 4096, 4096]);
        statistics.Add([14 * 4096, 4096]);
        FeatureQuantization quantization = FeatureQuantization.Standardise(statistics, 1 / 32.0, -3);
        sbyte[] features = new sbyte[2];
        FeatureQuantizer.Compute([14 * 4096, 4096], 2, quantization.OffsetsQ12, quantization.Multipliers, 0, quantization.Shift, quantization.ZeroPoint, features, 0);
        Assert.Equal([32 - 3, -3], features);
        Assert.Equal(14, quantization.Dequantise(0, features[0]), 0.01);
    }

    private static (short[] Ranges, short[] Weights) SectionTables(FrontEndOptions options)
    {
        byte[] section = new FrontEndBuilder(options).BuildForStatistics();
        Runtime.Memory.StaticPool pool = new(1 << 20);
        Assert.Equal(TinyEdge.Bundles.ResultCode.Ok, FrontEndSection.TryParse(new TinyEdge.Bundles.ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
        return (spec.BandRanges, spec.BandWeights);
    }
}
