using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Profiling;

/// <summary>Reads the layers of a model component with the device's own reader.</summary>
internal static class LayerList
{
    /// <param name="model">A model component.</param>
    /// <param name="network">The network prepared from it.</param>
    public static IReadOnlyList<LayerProfile> Read(byte[] model, Network network)
    {
        ModelReader reader = new();
        Require(reader.TryOpen(new ByteArraySource(model), 0, model.Length));
        int section = reader.PositionOf(SectionType.Network);
        Tensor first = new();
        Require(first.TryParse(model.AsSpan(section, ModelFormat.NetworkHeaderBytes).ToArray(), ModelFormat.TensorBytes, network.Arena.Length));
        List<Tensor> made = [first];
        List<LayerProfile> layers = [];
        for (int i = 0; i < network.LayerCount; i++)
        {
            int at = section + ModelFormat.NetworkHeaderBytes + (i * ModelFormat.LayerRecordBytes);
            Tensor input = made[RecordInputs.TensorOf(model.AsSpan(section), i)];
            LayerRecord record = new(input, null);
            Require(record.TryParse(model.AsSpan(at, ModelFormat.LayerRecordBytes).ToArray(), network.Arena.Length));
            layers.Add(new LayerProfile(i, record.Operator.ToString(), input.Length, record.Output.Length, network.LayerMacs(i)));
            made.Add(record.Output);
        }

        return layers;
    }

    // The network was prepared from these bytes, so this cannot fail unless they were exchanged in between.
    private static void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new ModelException("The layers cannot be listed.", $"The device's reader answered {code} ({(int)code}).", "Pass the model that the network was prepared from.", code);
        }
    }
}
