using System.Numerics;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.NanoTests.Generator;

/// <summary>Expected values of the front end's kernels: definitions in double precision, not the kernels themselves.</summary>
internal static class FrontEndVectors
{
    private const int Bands = 26;
    private const int Coefficients = 13;

    public static string Spectra()
    {
        int[] lengths = [64, 128, 256, 512];
        CSharpText text = new("The DFT of full-scale noise in double precision, rounded: re and im of each bin; bin 0 holds those of 0 and N/2.", "internal static class ExpectedSpectra");
        text.ArrayOf("Of", "length", lengths.Select(length => (length, Spectrum(Noise(length)))));
        text.ValueOf("int", "SumOf", "length", lengths.Select(length => (length, $"{SumOf(length)}")));
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
        // Orthonormal DCT-II: sqrt((k = 0 ? 1 : 2) / N) cos(pi k (2n + 1) / 2N).
        short[] matrix = [.. from k in Enumerable.Range(0, Coefficients)
                             from n in Enumerable.Range(0, Bands)
                             let weight = Math.Sqrt((k == 0 ? 1.0 : 2.0) / Bands) * Math.Cos(Math.PI * k * ((2 * n) + 1) / (2.0 * Bands))
                             select (short)Math.Round(weight * 32768)];
        int[] logs = [.. Signal.Noise(Bands, 21, 0).Select(v => v * 6)];
        IEnumerable<int> values = Enumerable.Range(0, Coefficients).Select(k =>
        {
            BigInteger sum = 16384;
            for (int n = 0; n < Bands; n++)
            {
                sum += (BigInteger)logs[n] * matrix[(k * Bands) + n];
            }

            return (int)(sum >> 15);
        });
        CSharpText text = new("The first coefficients of an orthonormal DCT-II of noise: exact sums, rounded once.", "internal static class ExpectedDct");
        text.Constant("int", "Bands", $"{Bands}");
        text.Constant("int", "Coefficients", $"{Coefficients}");
        text.Array("Logs", logs);
        text.Array("Matrix", matrix);
        text.Array("Values", values);
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

    private static short[] Noise(int length) => Signal.Noise(length, length, 0);

    private static int[] Spectrum(short[] samples)
    {
        int length = samples.Length;
        Complex Bin(int k) => samples.Select((v, n) => v * Complex.FromPolarCoordinates(1, -2 * Math.PI * (k * n % length) / length)).Aggregate((a, b) => a + b);
        IEnumerable<double> parts = [Bin(0).Real, Bin(length / 2).Real, .. Enumerable.Range(1, (length / 2) - 1).Select(Bin).SelectMany(b => new[] { b.Real, b.Imaginary })];
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
