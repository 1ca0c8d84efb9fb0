using BenchmarkDotNet.Attributes;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Benchmarks;

/// <summary>Samples to power, of every length that a front end may have: the plain chain and the straight-line code.</summary>
[MemoryDiagnoser]
public class FftBenchmarks
{
    private ISpectrum _plain = null!;
    private ISpectrum _straight = null!;
    private short[] _samples = [];
    private long[] _power = [];

    [Params(64, 128, 256, 512)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sine = new int[FftReference.SineLength(Length)];
        FftReference.FillSine(sine, Length);
        short[] window = [.. Enumerable.Range(0, Length).Select(n => (short)Math.Round(8192 - (8192 * Math.Cos(2 * Math.PI * n / Length))))];
        _plain = new SpectrumReference(new FftReference(Length, sine), window, new long[Length], new long[Length]);
        int work = PowerSpectra.WorkLength(Length);
        short[][]? dealt = Length > PowerSpectra.LongestUndealt ? [.. Enumerable.Range(0, 6).Select(_ => new short[Length / 2])] : null;
        _straight = new SpectrumCodelets(window, new long[work], new long[work], dealt);
        Random random = new(1);
        _samples = [.. Enumerable.Range(0, Length).Select(_ => (short)random.Next(short.MinValue, short.MaxValue))];
        _power = new long[(Length / 2) + 1];
    }

    [Benchmark(Baseline = true)]
    public void Plain() => _plain.Compute(_samples, 100, _power);

    [Benchmark]
    public void StraightLine() => _straight.Compute(_samples, 100, _power);
}
