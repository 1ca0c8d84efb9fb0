using CsCheck;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Runtime.Dsp;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>The small kernels against double precision or exact arithmetic.</summary>
public class KernelTests(ITestOutputHelper output)
{
    /// <summary>Polynomial 2.2e-5, rounding of f to Q15 2.2e-5, Q15 products 2e-5, rounding to Q12 1.22e-4: below 1.8e-4 in all.</summary>
    private const double Log2Tolerance = 1.8e-4;

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
    public void BlockScale_AnyWindow_PreservesTheSignalToHalfAUnit()
    {
        Gen.Select(Gen.Short.Array[16, 512], Gen.Int[0, 15], Gen.Bool).Sample((raw, shrink, subtractMean) =>
        {
            short[] samples = [.. raw.Select(s => (short)(s >> shrink))];
            double mean = subtractMean ? samples.Average(s => (double)s) : 0;
            short[] scaled = [.. samples];
            int exponent = BlockScale.Normalize(scaled, scaled.Length, subtractMean);
            if (exponent == BlockScale.Silence)
            {
                return samples.All(s => s == samples[0]) && (subtractMean || samples[0] == 0);
            }

            double unit = Math.Pow(2, exponent);
            int peak = scaled.Max(s => Math.Abs((int)s));
            return peak is >= 16384 and <= 32767
                && scaled.Zip(samples).All(p => Math.Abs((p.First * unit) - (p.Second - mean)) <= (0.5 * unit) + (1.0 / 512) + 1e-9);
        });
    }

    [Theory]
    [InlineData(short.MinValue)]
    [InlineData(short.MaxValue)]
    public void BlockScale_ConstantWindow_IsSilenceWithoutMeanAndPeakWithIt(short value)
    {
        short[] samples = [.. Enumerable.Repeat(value, 512)];
        Assert.Equal(BlockScale.Silence, BlockScale.Normalize([.. samples], 512, true));
        Assert.NotEqual(BlockScale.Silence, BlockScale.Normalize(samples, 512, false));
    }

    [Fact]
    public void BlockScale_ExtremeSwing_DoesNotOverflow()
    {
        short[] samples = [.. Enumerable.Range(0, 512).Select(n => n == 0 ? short.MaxValue : short.MinValue)];
        int exponent = BlockScale.Normalize(samples, 512, true);
        Assert.Equal(65535 - (65535.0 / 512), samples[0] * Math.Pow(2, exponent), 3.0);
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
        Assert.Equal(Bundles.ResultCode.Ok, FrontEndSection.TryParse(new Bundles.ByteArraySource(section), 0, section.Length, pool, out FrontEndSpec spec));
        return (spec.BandRanges, spec.BandWeights);
    }
}
