using System.Buffers.Binary;
using TinyEdge.Bundles;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Planning;

/// <summary>How the device holds the weights of one layer; the layout fields of its record (SPEC.md, weight layouts).</summary>
/// <param name="Layout">One of the weight layouts of <see cref="ModelFormat"/>.</param>
/// <param name="BlockInputs">Inputs that a packed row takes at once; 0 with plain weights.</param>
public readonly record struct LayerLayout(int Layout, int BlockInputs)
{
    /// <summary>Where the two fields stand in a layer record.</summary>
    private const int LayoutAt = 1;
    private const int BlockAt = 6;

    public static LayerLayout Plain => default;

    public override string ToString() => Layout switch
    {
        ModelFormat.PlainWeights => "plain",
        ModelFormat.ThreeLaneWeights => $"three lanes, {BlockInputs} inputs",
        ModelFormat.TwoLaneWeights => $"two lanes, {BlockInputs} inputs",
        ModelFormat.CodeWeights => "code",
        _ => $"layout {Layout}",
    };

    /// <summary>Reads the layouts of a network section.</summary>
    public static IReadOnlyList<LayerLayout> Read(ReadOnlySpan<byte> network)
    {
        List<LayerLayout> layouts = [];
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(network[2..]); i++)
        {
            ReadOnlySpan<byte> record = network.Slice(RecordAt(i), ModelFormat.LayerRecordBytes);
            layouts.Add(new LayerLayout(record[LayoutAt], BinaryPrimitives.ReadUInt16LittleEndian(record[BlockAt..])));
        }

        return layouts;
    }

    /// <summary>Writes a layout into the record of one layer. Nothing else of the section changes: weights stay as they are, the device packs them.</summary>
    public void Write(Span<byte> network, int layer)
    {
        Span<byte> record = network.Slice(RecordAt(layer), ModelFormat.LayerRecordBytes);
        record[LayoutAt] = (byte)Layout;
        BinaryPrimitives.WriteUInt16LittleEndian(record[BlockAt..], (ushort)BlockInputs);
    }

    /// <summary>The network section of a model component.</summary>
    public static Range NetworkOf(byte[] model)
    {
        ModelReader reader = new();
        ResultCode code = reader.TryOpen(new ByteArraySource(model), 0, model.Length);
        if (code != ResultCode.Ok)
        {
            throw new ModelException("The model cannot be read.", $"The device's reader answered {code} ({(int)code}).", "Pass a model component (model.tem).", code);
        }

        int at = reader.PositionOf(SectionType.Network);
        return at..(at + reader.LengthOf(SectionType.Network));
    }

    private static int RecordAt(int layer) => ModelFormat.NetworkHeaderBytes + (layer * ModelFormat.LayerRecordBytes);
}
