namespace TinyEdge.Codegen.Fft;

/// <summary>The straight-line real FFTs of the device.</summary>
internal static class FftSources
{
    public static IEnumerable<GeneratedSource> All()
    {
        CodeWriter code = new(nameof(FftSources));
        code.Open("namespace TinyEdge.Kernels");
        code.Line("/// <summary>Which lengths of the real FFT have straight-line code.</summary>");
        code.Open("public static class FftCodelets");
        code.Open("public static bool Has(int fftLength)");
        code.Line("return false;");
        code.Close();
        code.Close();
        code.Close();
        yield return new GeneratedSource("firmware/TinyEdge.Kernels/FftCodelets.g.cs", code.ToString());
    }
}
