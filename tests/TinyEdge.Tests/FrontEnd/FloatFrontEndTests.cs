using TinyEdge.Companion.FrontEnd;
using Xunit.Abstractions;

namespace TinyEdge.Tests.FrontEnd;

/// <summary>
/// The float model against log-mel energies and MFCCs computed by torchaudio.compliance.kaldi (goldens nobody here wrote).
/// Tolerance: the source's own, mean 1e-4 and max 1e-2; they compute in float32, we in double.
/// </summary>
public class FloatFrontEndTests(ITestOutputHelper output)
{
    public static TheoryData<bool, int> Cases
    {
        get
        {
            TheoryData<bool, int> cases = [];
            for (int i = 0; i < 12; i++)
            {
                cases.Add(i >= 6, i % 6);
            }

            return cases;
        }
    }

    [DataTheory]
    [MemberData(nameof(Cases))]
    public void Frames_KaldiConventions_ReproduceTorchaudio(bool isCepstrum, int index)
    {
        IReadOnlyList<KaldiGolden> goldens = KaldiGolden.Load(isCepstrum);
        Assert.Equal(6, goldens.Count);
        KaldiGolden golden = goldens[index];
        double[][] actual = new FloatFrontEnd(golden.Options).Frames(KaldiGolden.Wave());
        Assert.Equal(golden.Rows.Length, actual.Length);
        double[] expected = [.. golden.Rows.SelectMany(r => r).Select(v => (double)v)];
        double[] flat = [.. actual.SelectMany(r => r)];
        Assert.Equal(expected.Length, flat.Length);
        double[] errors = [.. expected.Zip(flat, (e, a) => Math.Abs(e - a))];
        output.WriteLine($"{(isCepstrum ? "mfcc" : "fbank")} {index}: mean {errors.Average():E1}, max {errors.Max():E1}, SNR {Signal.Snr(expected, flat):F1} dB");
        Assert.InRange(errors.Average(), 0, 1e-4);
        Assert.InRange(errors.Max(), 0, 1e-2);
    }
}
