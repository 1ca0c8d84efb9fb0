namespace TinyEdge.Companion.Training;

/// <summary>One example.</summary>
/// <param name="Features">Dequantised device features.</param>
/// <param name="Class">Index of the right output.</param>
/// <param name="Weight">How much it counts; 1 on average over a set.</param>
public sealed record TrainingSample(float[] Features, int Class, float Weight);
