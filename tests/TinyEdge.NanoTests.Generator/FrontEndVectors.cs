using System.Numerics;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Generator;

/// <summary>Expected values of the front end's kernels: definitions in double precision, not the kernels themselves.</summary>
internal static class FrontEndVectors
{
    private const int Bands = 26;
    private const int Coefficients = 13;

    /// <summary>In 1/256 count; no multiple of anything.</summary>
    private const int PowerMean = -123457;

    public static string Spectra()
    {
        int[] lengths = [64, 128, 256, 512];
        CSharpText text = new("The DFT of full-scale noise in double precision, rounded: re and im of each bin; bin 0 holds those of 0 and N/2.", "internal static class ExpectedSpectra");
        text.ArrayOf("Of", "length", lengths.Select(length => (length, Spectrum(Noise(length)))));
        text.ValueOf("int", "SumOf", "length", lengths.Select(length => (length, $"{SumOf(length)}")));
        return text.ToString();
    }

    /// <summary>The chain from samples to power: mean, window, DFT, absolute value.</summary>
    public static string Powers()
    {
        int[] lengths = [64, 128, 256, 512];
        CSharpText text = new("Absolute values of the DFT of full-scale noise, less a mean and windowed, in double precision: sixteenths of a count.", "internal static class ExpectedPowers");
        text.Constant("int", "Mean", $"{PowerMean}");
        text.ArrayOf("Of", "length", lengths.Select(length => (length, Amplitudes(length))));
        return text.ToString();
    }

    /// <summary>Logarithms of weighted sums of powers of every magnitude; the sums are exact.</summary>
    public static string BandLogs()
    {
        const int Count = 21;
        const int Bias = -14 * 4096;
        const int Floor = 1000;
        long[] power = Signal.Powers(129, 3);
        short[] weights = Signal.Weights(Count * (Count - 1) / 2, 4);
        List<int> logs = [];
        int used = 0;
        for (int band = 0; band < Count; band++)
        {
            BigInteger energy = BigInteger.Zero;
            for (int i = 0; i < band; i++)
            {
                energy += (BigInteger)power[(3 * band) + i] * weights[used++];
            }

            logs.Add(energy.IsZero ? Floor : Math.Max(Floor, (int)Math.Round(BigInteger.Log(energy) / Math.Log(2) * 4096) + Bias));
        }

        CSharpText text = new("log2 of weighted sums: band b takes b powers from 3 b on, with the next b weights.", "internal static class ExpectedBands");
        text.Constant("int", "Count", $"{Count}");
        text.Constant("int", "Bias", $"{Bias}");
        text.Constant("int", "Floor", $"{Floor}");
        text.Array("Logs", logs);
        return text.ToString();
    }

    public static string Logs()
    {
        // Each magnitude three times: somewhere after the power of two, another mantissa each time, half a turn later, and just below the next.
        static long At(int bit, int sixteenths) => (long)((BigInteger.One << bit) + (((BigInteger.One << bit) * sixteenths) / 16));
        long[] values = [.. Enumerable.Range(0, 63).SelectMany(bit => new[] { At(bit, bit * 5 % 16), At(bit, ((bit * 5) + 8) % 16), (long)((BigInteger.One << (bit + 1)) - 1) })];
        CSharpText text = new("log2 of numbers of every magnitude in Q12, by double precision.", "internal static class ExpectedLogs");
        text.Array("Values", values);
        text.Array("Logs", values.Select(value => (int)Math.Round(Math.Log2(value) * 4096)));
        return text.ToString();
    }

    public static string Dct()
    {
        CSharpText text = new("The first coefficients of orthonormal DCT-IIs of noise, with an even and an odd number of bands: exact sums, rounded once.", "internal static class ExpectedDct");
        text.Constant("int", "Coefficients", $"{Coefficients}");
        foreach (int bands in new[] { Bands, Bands - 1 })
        {
            string prefix = bands % 2 == 0 ? "" : "Odd";
            short[] matrix = Matrix(bands);
            int[] logs = [.. Signal.Noise(bands, 21, 0).Select(v => v * 6)];
            text.Constant("int", $"{prefix}Bands", $"{bands}");
            text.Array($"{prefix}Logs", logs);
            text.Array($"{prefix}Matrix", matrix);
            text.Array($"{prefix}Values", Enumerable.Range(0, Coefficients).Select(k => Product(logs, matrix, k)));
        }

        return text.ToString();
    }

    public static string Tapers()
    {
        (int Type, int Length)[] tapers = [((int)WindowType.Hann, 64), ((int)WindowType.Hann, 200), ((int)WindowType.Hamming, 400)];
        CSharpText text = new("Periodic windows in Q14 by double precision (Hann 0.5, Hamming 0.54).", "internal static class ExpectedTapers");
        text.ArrayOf("Of", "typeAndLength", tapers.Select(taper => ((1000 * taper.Type) + taper.Length, Taper(taper.Type, taper.Length))));
        return text.ToString();
    }

    private static short[] Taper(int type, int length)
    {
        double pedestal = type == (int)WindowType.Hann ? 0.5 : 0.54;
        return [.. Enumerable.Range(0, length)
            .Select(n => pedestal - ((1 - pedestal) * Math.Cos(2 * Math.PI * n / length)))
            .Select(value => (short)Math.Round(value * 16384))];
    }

    /// <summary>Orthonormal DCT-II: sqrt((k = 0 ? 1 : 2) / N) cos(pi k (2n + 1) / 2N).</summary>
    private static short[] Matrix(int bands) =>
    [
        .. from k in Enumerable.Range(0, Coefficients)
           from n in Enumerable.Range(0, bands)
           let weight = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands) * Math.Cos(Math.PI * k * ((2 * n) + 1) / (2.0 * bands))
           select (short)Math.Round(weight * 32768)
    ];

    private static int Product(int[] logs, short[] matrix, int row)
    {
        BigInteger sum = 16384;
        for (int n = 0; n < logs.Length; n++)
        {
            sum += (BigInteger)logs[n] * matrix[(row * logs.Length) + n];
        }

        return (int)(sum >> 15);
    }

    private static int[] Amplitudes(int length)
    {
        short[] samples = Noise(length);
        short[] window = Signal.Triangle(length);
        double[] x = [.. samples.Select((v, n) => (v - (PowerMean / 256.0)) * window[n] / 16384)];
        return [.. Enumerable.Range(0, (length / 2) + 1).Select(k => (int)Math.Round(16 * Bin(x, k).Magnitude))];
    }

    private static Complex Bin(double[] x, int k) =>
        x.Select((v, n) => v * Complex.FromPolarCoordinates(1, -2 * Math.PI * (k * n % x.Length) / x.Length)).Aggregate((a, b) => a + b);

    private static short[] Noise(int length) => Signal.Noise(length, length, 0);

    private static int[] Spectrum(short[] samples)
    {
        int length = samples.Length;
        double[] x = [.. samples.Select(v => (double)v)];
        IEnumerable<double> parts = [Bin(x, 0).Real, Bin(x, length / 2).Real, .. Enumerable.Range(1, (length / 2) - 1).Select(k => Bin(x, k)).SelectMany(b => new[] { b.Real, b.Imaginary })];
        return [.. parts.Select(part => (int)Math.Round(part))];
    }

    /// <summary>The bits of the reference FFT on a desktop: an interpreter or another implementation has to have the same.</summary>
    private static int SumOf(int length)
    {
        short[] samples = Noise(length);
        int[] sine = new int[FftReference.SineLength(length)];
        FftReference.FillSine(sine, length);
        long[] packed = new long[length];
        new FftReference(length, sine).Transform([.. samples.Select(v => (long)v << 22)], packed);
        return packed.Aggregate(0, (sum, value) => unchecked((sum * 31) + ((int)value ^ (int)(value >> 32))));
    }
}
