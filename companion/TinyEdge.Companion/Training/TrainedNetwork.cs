using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training.Quantization;

namespace TinyEdge.Companion.Training;

/// <summary>
/// Everything that re-training and validation need of a training run, and that the INT8 model no longer has. Kept in
/// <see cref="TrainedNetworkFile"/> beside the model.
/// </summary>
/// <param name="Network">Float weights.</param>
/// <param name="Input">The network's input on the device.</param>
/// <param name="Ranges">One a layer with weights.</param>
/// <param name="IsQuantizedInTheLoop">Whether the ranges were learnt, or measured after training.</param>
/// <param name="FrontEnd">The front-end section of the model; empty for a network without one.</param>
/// <param name="Labels">Class names, as in the model.</param>
/// <param name="RecipeSha256">Lower-case hex digest of the recipe's file.</param>
public sealed record TrainedNetwork(
    FloatNetwork Network,
    TensorSpec Input,
    IReadOnlyList<ActivationRange> Ranges,
    bool IsQuantizedInTheLoop,
    byte[] FrontEnd,
    IReadOnlyList<string> Labels,
    int Seed,
    string RecipeSha256)
{
    /// <summary>The network as training with quantisation in the loop saw it.</summary>
    public FakeQuantNetwork FakeQuantized() => new(Network, Input, Ranges);

    /// <summary>The model component, the same bytes that the training run wrote.</summary>
    public byte[] ToComponent() => ModelWriter.Write(Int8Converter.Convert(Network, Input, Ranges), Labels, FrontEnd);
}
