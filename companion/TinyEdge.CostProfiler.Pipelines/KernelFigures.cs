using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>IL instructions a multiply-accumulate of the INT8 kernels that figures are promised for, plain and fast.</summary>
public static class KernelFigures
{
    /// <summary>Instructions of requantisation and clamp of one output of the depthwise kernel: all from the accumulator on, without the store.</summary>
    public const int DepthwiseRequantiseInstructions = 18;

    /// <summary>Dense 64 -> 24 with requantisation.</summary>
    public static double Dense(LayerLayout layout)
    {
        NetworkModel model = BenchmarkLayers.Dense();
        return PerMac(model, new CountedLayers().Measure(BenchmarkLayers.Section(model, layout), BenchmarkLayers.Inputs(model)).Instructions);
    }

    /// <summary>Depthwise of three taps, with requantisation.</summary>
    public static double Depthwise()
    {
        NetworkModel model = BenchmarkLayers.Depthwise();
        return PerMac(model, new CountedLayers().Measure(BenchmarkLayers.Section(model, LayerLayout.Plain), BenchmarkLayers.Inputs(model)).Instructions);
    }

    /// <summary>The same without what turns an accumulator into an output.</summary>
    public static double DepthwiseAccumulate() => Depthwise() - (DepthwiseRequantiseInstructions / 3.0);

    /// <summary>The plain depthwise kernel, with requantisation.</summary>
    public static double DepthwiseReference()
    {
        NetworkModel model = BenchmarkLayers.Depthwise();
        lock (DeviceImage.Gate)
        {
            InstrumentedImage image = DeviceImage.Shared;
            ICostProbe probe = image.Create<ICostProbe>(typeof(ReferenceKernelProbe), BenchmarkLayers.Inputs(model)[2], ((WeightedSpec)model.Layers[0]).Weights);
            return PerMac(model, image.Measure(probe.Run).Instructions);
        }
    }

    private static double PerMac(NetworkModel model, long instructions) => (double)instructions / new NetworkRunner(model).Network.Macs;
}
