using TinyEdge.Companion.FrontEnd;
using TinyEdge.Runtime.Dsp;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>
/// The whole fixed-point chain against the float model of the same settings, before quantisation. The SNR is that of the
/// features themselves (log2 units); int8 quantisation alone leaves about 40 dB, so 60 dB makes the chain invisible behind it.
/// </summary>
public class FixedFrontEndTests(ITestOutputHelper output)
{
    private const double LeastSnrDb = 60;
    private const uint RegressionCrc = 3864238413;

    private static readonly FrontEndOptions s_fan = new() { Bands = 20, LowHz = 2, HighHz = 100, Window = WindowType.Hann };

    private static readonly FrontEndOptions s_speech = new()
    {
        SampleRate = 16000,
        FixedPointScale = 32768,
        Axes = 1,
        WindowSize = 400,
        FftLength = 512,
        HopLength = 160,
        Bands = 26,
        LowHz = 20,
        Scale = BandScale.Kaldi,
        Window = WindowType.Hamming,
    };

    private (double Snr, double Worst) Compare(string name, FrontEndOptions options, short[] interleaved)
    {
        int[][] actual = new FixedFrontEnd(new FrontEndBuilder(options).BuildForStatistics()).Values(interleaved);
        FloatFrontEnd model = new(FloatFrontEndOptions.ModelOf(options));
        int perAxis = options.FeaturesPerAxis;
        double[] fixedValues = [.. actual.SelectMany(r => r).Select(v => v / 4096.0)];
        double[] expected = new double[fixedValues.Length];
        for (int axis = 0; axis < options.Axes; axis++)
        {
            double[][] rows = model.Frames([.. interleaved.Where((_, i) => i % options.Axes == axis).Select(s => (double)s)]);
            Assert.Equal(actual.Length, rows.Length);
            for (int window = 0; window < rows.Length; window++)
            {
                rows[window].CopyTo(expected, (((window * options.Axes) + axis) * perAxis));
            }
        }

        double snr = Signal.Snr(expected, fixedValues);
        double worst = expected.Zip(fixedValues, (e, a) => Math.Abs(e - a)).Max();
        output.WriteLine($"{name}: {actual.Length} windows, SNR {snr:F1} dB, worst {worst:F4} log2 units");
        return (snr, worst);
    }

    public static TheoryData<int, int, int, BandScale, WindowType> Settings => new()
    {
        { 128, 128, 0, BandScale.Linear, WindowType.Hann },
        { 128, 128, 13, BandScale.Kaldi, WindowType.Hann },
        { 64, 64, 0, BandScale.Linear, WindowType.Hamming },
        { 200, 256, 0, BandScale.Slaney, WindowType.Hann },
        { 200, 256, 13, BandScale.Linear, WindowType.Rectangular },
        { 512, 512, 13, BandScale.Linear, WindowType.Hann },
        { 101, 128, 5, BandScale.Linear, WindowType.Hamming },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Values_OfVibration_MatchTheFloatModel(int window, int fft, int coefficients, BandScale scale, WindowType taper)
    {
        FrontEndOptions options = s_fan with { WindowSize = window, FftLength = fft, Coefficients = coefficients, Scale = scale, Window = taper };
        (double snr, double worst) = Compare($"vibration {window}/{fft} {scale} {taper} dct {coefficients}", options, Signal.Vibration(4000, 1));
        Assert.True(snr > LeastSnrDb, $"SNR {snr:F1} dB");
        Assert.InRange(worst, 0, 0.1);
    }

    /// <summary>Block scaling at work: the same vibration at a fortieth of the amplitude, seven counts, is held to the same SNR.</summary>
    [Fact]
    public void Values_OfTinyVibration_MatchTheFloatModelAsWell()
    {
        short[] tiny = [.. Signal.Vibration(4000, 2).Select((s, i) => (short)(i % 3 == 2 ? ((s - 4096) / 40) + 4096 : s / 40))];
        (double snr, double worst) = Compare("vibration / 40", s_fan with { LogFloor = -4 }, tiny);
        Assert.True(snr > LeastSnrDb, $"SNR {snr:F1} dB");
        Assert.InRange(worst, 0, 0.1);
    }

    [DataFact]
    public void Values_OfFanRecordings_MatchTheFloatModel()
    {
        string[] lines = File.ReadAllLines(TestData.PathOf("fan-vibration", "fan_0_med_1_weight.csv"));
        short[] xyz = [.. lines.Skip(1).Take(8000).SelectMany(l => l.Split(',').Skip(1))
            .Select(v => (short)Math.Round(float.Parse(v, System.Globalization.CultureInfo.InvariantCulture) * 4096))];
        (double snr, double worst) = Compare("fan, medium speed, weight", s_fan, xyz);
        Assert.True(snr > LeastSnrDb, $"SNR {snr:F1} dB");
        Assert.InRange(worst, 0, 0.1);
    }

    /// <summary>Speech with the float model held to torchaudio by FloatFrontEndTests. Floor 2^6 counts squared, below any speech.</summary>
    [DataTheory]
    [InlineData(0)]
    [InlineData(13)]
    public void Values_OfSpeech_MatchTheFloatModel(int coefficients)
    {
        short[] speech = [.. KaldiGolden.Wave().Select(v => (short)(v * 32768))];
        (double snr, double worst) = Compare($"speech 400/512, 26 bands, dct {coefficients}", s_speech with { Coefficients = coefficients, LogFloor = 6 }, speech);
        Assert.True(snr > LeastSnrDb, $"SNR {snr:F1} dB");
        Assert.InRange(worst, 0, 0.25);
    }

    /// <summary>
    /// Straight against torchaudio's own numbers: case 1 (Hamming, 25 ms, 10 ms, 26 bands, no pre-emphasis). The device's window is the
    /// periodic one and its unit log2 of counts, so ln(2) v - ln(2^30) is compared; torchaudio's floor of 2^-23 is 2^7 in counts squared. The
    /// window's shape and, at the floor, which side of it a silent band falls on are the larger errors.
    /// </summary>
    [DataFact]
    public void Values_OfSpeech_FollowTorchaudio()
    {
        KaldiGolden golden = KaldiGolden.Load(isCepstrum: true)[1];
        FrontEndOptions options = s_speech with { LowHz = 0, HighHz = 8000, Coefficients = 13, LogFloor = 7 };
        short[] speech = [.. KaldiGolden.Wave().Select(v => (short)(v * 32768))];
        int[][] actual = new FixedFrontEnd(new FrontEndBuilder(options).BuildForStatistics()).Values(speech);
        Assert.Equal(golden.Rows.Length, actual.Length);
        double[] lift = [.. Enumerable.Range(0, 13).Select(i => 1 + (11 * Math.Sin(Math.PI * i / 22)))];
        double unit = 30 * Math.Log(2) * Math.Sqrt(26);
        double[] mfcc = [.. actual.SelectMany(r => r.Select((v, i) => lift[i] * ((v / 4096.0 * Math.Log(2)) - (i == 0 ? unit : 0))))];
        double[] expected = [.. golden.Rows.SelectMany(r => r).Select(v => (double)v)];
        double snr = Signal.Snr(expected, mfcc);
        output.WriteLine($"fixed-point MFCC against torchaudio: SNR {snr:F1} dB");
        Assert.True(snr > 50, $"SNR {snr:F1} dB");
    }

    /// <summary>REGRESSION golden made by this code itself: it proves that nothing changed, not that it is right.</summary>
    [Fact]
    public void Features_OfSeededVibration_KeepTheirBits()
    {
        FixedFrontEnd frontEnd = new(new FrontEndBuilder(s_fan).BuildForStatistics());
        byte[] bits = [.. frontEnd.Values(Signal.Noise(6000, 500, 11)).SelectMany(r => r).SelectMany(BitConverter.GetBytes)];
        Assert.Equal(RegressionCrc, TinyEdge.Bundles.Crc32.Compute(bits, 0, bits.Length));
    }
}
