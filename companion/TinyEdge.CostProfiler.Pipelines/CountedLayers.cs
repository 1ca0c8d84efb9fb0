using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Counts what the device executes for a layer. Exact and the same on every machine.</summary>
public sealed class CountedLayers : ILayerMeter
{
    public LayerCost Measure(byte[] network, IReadOnlyList<sbyte[]> inputs)
    {
        lock (DeviceImage.Gate)
        {
            InstrumentedImage image = DeviceImage.Shared;
            LayerCost most = default;
            foreach (sbyte[] input in inputs)
            {
                ICostProbe probe = image.Create<ICostProbe>(typeof(LayerProbe), network, input);
                CostCount count = image.Measure(probe.Run);
                if (count.Units > most.Units)
                {
                    most = new LayerCost(count.Instructions, count.Units, DeviceSpeed.Slow.Milliseconds(count.Units));
                }
            }

            return most;
        }
    }
}
