using BenchmarkDotNet.Attributes;
using TinyEdge.Runtime.Dsp;

namespace TinyEdge.Benchmarks;

/// <summary>The real FFT of every length that a front end may have.</summary>
[MemoryDiagnoser]
public class FftBenchmarks
{
    private FftReference _fft = null!;
    private int[] _sourceRe = [];
    private int[] _sourceIm = [];
    private int[] _re = [];
    private int[] _im = [];

    [Params(64, 128, 256, 512)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sine = new int[FftReference.SineLength(Length)];
        FftReference.FillSine(sine, Length);
        _fft = new FftReference(Length, sine);
        Random random = new(1);
        _sourceRe = [.. Enumerable.Range(0, Length / 2).Select(_ => random.Next(short.MinValue, short.MaxValue))];
        _sourceIm = [.. Enumerable.Range(0, Length / 2).Select(_ => random.Next(short.MinValue, short.MaxValue))];
        _re = new int[Length / 2];
        _im = new int[Length / 2];
    }

    /// <summary>With the copy of its input, which it overwrites.</summary>
    [Benchmark]
    public void Transform()
    {
        Array.Copy(_sourceRe, _re, _re.Length);
        Array.Copy(_sourceIm, _im, _im.Length);
        _fft.Transform(_re, _im);
    }
}
