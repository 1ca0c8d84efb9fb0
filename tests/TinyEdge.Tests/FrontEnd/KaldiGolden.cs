using System.Text;
using TinyEdge.Companion.FrontEnd;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>
/// One case of the torchaudio goldens. Layout a case (its README): float frame shift ms, frame length ms, low Hz, high Hz,
/// pre-emphasis; int bands, cepstra, power, log, remove DC; 16 characters window; int rows, columns; float32 rows.
/// </summary>
internal sealed record KaldiGolden(FloatFrontEndOptions Options, float[][] Rows)
{
    public static double[] Wave()
    {
        byte[] wav = File.ReadAllBytes(TestData.PathOf("mfcc-torchaudio", "test.wav"));
        int at = 12;
        while (Encoding.ASCII.GetString(wav, at, 4) != "data")
        {
            at += 8 + BitConverter.ToInt32(wav, at + 4);
        }

        int samples = BitConverter.ToInt32(wav, at + 4) / 2;
        return [.. Enumerable.Range(0, samples).Select(n => BitConverter.ToInt16(wav, at + 8 + (2 * n)) / 32768.0)];
    }

    public static IReadOnlyList<KaldiGolden> Load(bool isCepstrum)
    {
        using BinaryReader reader = new(File.OpenRead(TestData.PathOf("mfcc-torchaudio", isCepstrum ? "test_mfcc.bin" : "test_fbank.bin")));
        Assert.Equal(0xFBA5FBA5, reader.ReadUInt32());
        return [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadCase(reader, isCepstrum)).ToArray()];
    }

    private static KaldiGolden ReadCase(BinaryReader reader, bool isCepstrum)
    {
        float[] f = [.. Enumerable.Range(0, 5).Select(_ => reader.ReadSingle())];
        int[] i = [.. Enumerable.Range(0, 5).Select(_ => reader.ReadInt32())];
        string window = Encoding.ASCII.GetString(reader.ReadBytes(16)).TrimEnd('\0');
        int rows = reader.ReadInt32();
        int columns = reader.ReadInt32();
        int windowSize = (int)(16 * f[1]);
        FloatFrontEndOptions options = new()
        {
            SampleRate = 16000,
            WindowSize = windowSize,
            HopLength = (int)(16 * f[0]),
            FftLength = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)windowSize),
            Bands = i[0],
            LowHz = f[2],
            HighHz = f[3] > 0 ? f[3] : 8000 + f[3],
            PreEmphasis = f[4],
            Coefficients = isCepstrum ? i[1] : 0,
            Lifter = isCepstrum ? 22 : 0,
            UsePower = isCepstrum || i[2] != 0,
            UseLog = isCepstrum || i[3] != 0,
            NaturalLog = true,
            SubtractMean = i[4] != 0,
            EnergyFloor = 1.1920928955078125e-07,
            Window = window switch
            {
                "hanning" => FloatWindow.HannSymmetric,
                "hamming" => FloatWindow.HammingSymmetric,
                "povey" => FloatWindow.Povey,
                "rectangular" => FloatWindow.Rectangular,
                _ => throw new InvalidDataException(window),
            },
        };
        return new KaldiGolden(options, [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => reader.ReadSingle()).ToArray()).ToArray()]);
    }
}
