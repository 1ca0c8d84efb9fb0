using System.Buffers.Binary;
using System.Text;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>Writes the model component of a bundle: front end, network, labels and card digest in one container.</summary>
public static class ModelWriter
{
    /// <param name="frontEnd">Bytes of the front-end section, or empty for a model without one.</param>
    /// <param name="labels">Class names: 1 to 16 printable ASCII characters without spaces; may be empty.</param>
    /// <param name="cardDigest">Digest of the model card, or empty.</param>
    public static byte[] Write(NetworkModel model, IReadOnlyList<string> labels, ReadOnlySpan<byte> frontEnd = default, ReadOnlySpan<byte> cardDigest = default) =>
        Assemble(
            (SectionType.FrontEnd, frontEnd.ToArray()), (SectionType.Network, NetworkWriter.Write(model)),
            (SectionType.Labels, WriteLabels(labels)), (SectionType.Card, cardDigest.ToArray()));

    private static byte[] WriteLabels(IReadOnlyList<string> labels)
    {
        if (labels.Count > ModelFormat.MaxLabels)
        {
            throw new ModelException("Too many class names.", $"{labels.Count} of at most {ModelFormat.MaxLabels}.", "Name fewer classes.");
        }

        byte[] bytes = new byte[labels.Count * ModelFormat.LabelBytes];
        for (int i = 0; i < labels.Count; i++)
        {
            string label = labels[i];
            if (label.Length is 0 or > ModelFormat.LabelBytes || !label.All(c => c is > ' ' and < '\x7F'))
            {
                throw new ModelException($"Class name '{label}' cannot be used.", $"Names have 1 to {ModelFormat.LabelBytes} printable ASCII characters and no spaces.", "Rename the class.");
            }

            Encoding.ASCII.GetBytes(label, bytes.AsSpan(i * ModelFormat.LabelBytes));
        }

        return bytes;
    }

    private static byte[] Assemble(params (SectionType Type, byte[] Bytes)[] sections)
    {
        (SectionType Type, byte[] Bytes)[] present = [.. sections.Where(s => s.Bytes.Length > 0)];
        int tableEnd = ModelFormat.ContainerHeaderBytes + (present.Length * ModelFormat.SectionEntryBytes);
        List<byte> output = [.. new byte[tableEnd]];
        byte[] table = new byte[tableEnd];
        BinaryPrimitives.WriteInt32LittleEndian(table, ModelFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(4), ModelFormat.Version);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(6), (ushort)present.Length);
        for (int i = 0; i < present.Length; i++)
        {
            while (output.Count % ModelFormat.SectionAlignment != 0)
            {
                output.Add(0);
            }

            Span<byte> entry = table.AsSpan(ModelFormat.ContainerHeaderBytes + (i * ModelFormat.SectionEntryBytes));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)present[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], output.Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], present[i].Bytes.Length);
            output.AddRange(present[i].Bytes);
        }

        byte[] bytes = [.. output];
        table.CopyTo(bytes, 0);
        return bytes;
    }
}
