namespace TinyEdge.Companion.Models;

/// <summary>Activation fused into a layer; on the device it is a clamp.</summary>
public enum Activation
{
    None = 0,
    Relu = 1,
    Relu6 = 3,
}
