using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>IL instructions a multiply-accumulate of the INT8 kernels that figures are promised for, plain and fast.</summary>
public static class KernelFigures
{
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

    /// <summary>The same without what turns an accumulator into an output, see <see cref="DepthwiseCount"/>: each input, for it must not depend on them.</summary>
    public static IReadOnlyList<(double Accumulate, double RequantisePerOutput)> DepthwiseAccumulate()
    {
        NetworkModel model = BenchmarkLayers.Depthwise();
        byte[] section = BenchmarkLayers.Section(model, LayerLayout.Plain);
        int macs = new NetworkRunner(model).Network.Macs;
        lock (DeviceImage.Gate)
        {
            List<(double, double)> figures = [];
            foreach (sbyte[] input in BenchmarkLayers.Inputs(model))
            {
                CostCount count = DeviceImage.Shared.Measure(DeviceImage.Shared.Create<ICostProbe>(typeof(LayerProbe), section, input).Run);
                long requantisation = DepthwiseCount.Requantisation(count);
                figures.Add(((double)(count.Instructions - requantisation) / macs, 3.0 * requantisation / macs));
            }

            return figures;
        }
    }

    /// <summary>The plain depthwise kernel, with requantisation.</summary>
    public static double DepthwiseReference()
    {
        NetworkModel model = BenchmarkLayers.Depthwise();
        lock (DeviceImage.Gate)
        {
            InstrumentedImage image = DeviceImage.Shared;
            IInputProbe<sbyte[]> probe = image.Create<IInputProbe<sbyte[]>>(typeof(PlainDepthwiseProbe), ((WeightedSpec)model.Layers[0]).Weights);
            return PerMac(model, image.Count(probe, [BenchmarkLayers.Inputs(model)[2]])[0]);
        }
    }

    private static double PerMac(NetworkModel model, long instructions) => (double)instructions / new NetworkRunner(model).Network.Macs;
}
