using BenchmarkDotNet.Attributes;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Dsp;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Benchmarks;

/// <summary>One window of the reference pipeline, whole and in parts.</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    /// <summary>A machine's tones over noise.</summary>
    private const int MachineKind = 5;

    private InferenceRuntime _runtime = null!;
    private short[] _hop = [];

    [GlobalSetup]
    public void Setup()
    {
        _runtime = ReferencePipeline.Prepare();
        PreprocessingConfig config = _runtime.Features.Config;
        int samples = config.WindowSize + (config.Frames * config.HopLength);
        short[] signal = GoldenWindows.Signals(MachineKind + 1, samples, seed: 1)[MachineKind];
        _hop = signal[..(3 * config.HopLength)];
        while (!_runtime.IsReady)
        {
            FrontEndWindow();
        }
    }

    /// <summary>One hop of samples in, the features of three axes out.</summary>
    [Benchmark]
    public bool FrontEndWindow()
    {
        _runtime.Push(_hop, _hop.Length / 3);
        return _runtime.ExtractWindow();
    }

    [Benchmark]
    public void Network() => _runtime.RunInference();

    [Benchmark]
    public Decision Decide() => _runtime.Decide();

    [Benchmark]
    public Decision WholeWindow()
    {
        FrontEndWindow();
        _runtime.RunInference();
        return _runtime.Decide();
    }
}
