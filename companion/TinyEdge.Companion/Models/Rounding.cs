namespace TinyEdge.Companion.Models;

/// <summary>How a product with a quantised multiplier is rounded.</summary>
public enum Rounding
{
    /// <summary>Once: what the device does, and TensorFlow Lite built with TFLITE_SINGLE_ROUNDING.</summary>
    Single,

    /// <summary>Twice, as gemmlowp does: the default of TensorFlow Lite for Microcontrollers and of many other runtimes. For comparison only.</summary>
    Double,
}
