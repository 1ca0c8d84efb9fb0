namespace TinyEdge.Companion.Planning;

/// <summary>Says what one inference of a network costs on the device.</summary>
public interface ILayerMeter
{
    /// <param name="network">A network section that the device's code has prepared before.</param>
    /// <param name="inputs">Inputs of the network's length; the dearest of them counts.</param>
    LayerCost Measure(byte[] network, IReadOnlyList<sbyte[]> inputs);
}

/// <summary>Cost of one layer on the device.</summary>
/// <param name="Instructions">IL instructions.</param>
/// <param name="Units">The same weighted by opcode; what plans are compared by.</param>
/// <param name="EstimatedSlowMs">Estimated milliseconds on a slow device at 240 MHz.</param>
public readonly record struct LayerCost(long Instructions, long Units, double EstimatedSlowMs);
