using TinyEdge.Companion.ModelCode;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.MeasuredCode;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.Planning;

/// <summary>Exact counts against what is promised. They move only when a kernel changes.</summary>
public sealed class KernelFigureTests
{
    [Fact]
    public void Dense_ThreeLanes_IsWithinItsPromise()
    {
        Assert.InRange(KernelFigures.Dense(BenchmarkLayers.DenseLayout), 2.0, 3.2);
        Assert.InRange(KernelFigures.Dense(LayerLayout.Plain), 10, 25);
    }

    [Fact]
    public void Depthwise_ThreeTaps_IsWithinItsPromise()
    {
        IReadOnlyList<(double Accumulate, double RequantisePerOutput)> figures = KernelFigures.DepthwiseAccumulate();

        // What depends on the input is requantisation (a clamp at the upper end takes two more), so the rest must be the same for each.
        Assert.All(figures, figure => Assert.Equal(figures[0].Accumulate, figure.Accumulate));
        Assert.All(figures, figure => Assert.InRange(figure.Accumulate, 8, 9));
        Assert.All(figures, figure => Assert.InRange(figure.RequantisePerOutput, 16, 18));
        Assert.Equal(KernelFigures.Depthwise(), figures.Max(figure => figure.Accumulate + (figure.RequantisePerOutput / 3)), 9);
        Assert.InRange(KernelFigures.DepthwiseReference(), 35, 120);
    }

    [Fact]
    public void Dense_AsCode_IsWithinItsPromiseAndGivesTheSameBits()
    {
        InstrumentedImage image = InstrumentedImage.Load([.. DeviceImage.Paths(), typeof(DenseCode).Assembly.Location], _ => false);
        NetworkModel model = BenchmarkLayers.Dense();
        NetworkRunner plain = new(model);
        DenseCode code = new();
        foreach (sbyte[] input in BenchmarkLayers.Inputs(model))
        {
            ICostProbe probe = image.Create<ICostProbe>(typeof(CodeProbe), input);
            double perMac = (double)image.Measure(probe.Run).Instructions / plain.Network.Macs;
            Assert.InRange(perMac, 1.0, 2.1);
            sbyte[] arena = [.. input, .. new sbyte[BenchmarkLayers.DenseOutputs]];
            code.Run(0, arena);
            Assert.Equal(plain.Run(input), arena[BenchmarkLayers.DenseInputs..]);
        }
    }

    [RepositoryFact]
    public void MeasuredCode_InTheRepository_IsWhatTheEmitterWrites()
    {
        byte[] model = ModelWriter.Write(BenchmarkLayers.Dense(), []);
        string path = Path.Combine(SourceTree.Root!, "tests", "TinyEdge.MeasuredCode", "DenseCode.cs");
        string expected = CodeEmitter.Emit(model, "TinyEdge.MeasuredCode.DenseCode");
        if (Environment.GetEnvironmentVariable("TINYEDGE_WRITE_MEASURED_CODE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private sealed class CodeProbe(sbyte[] input) : ICostProbe
    {
        private readonly sbyte[] _arena = [.. input, .. new sbyte[BenchmarkLayers.DenseOutputs]];
        private readonly DenseCode _code = new();

        public void Run() => _code.Run(0, _arena);
    }
}
