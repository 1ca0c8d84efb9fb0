using System.Buffers.Binary;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Models;

/// <summary>What the layers of a network section read: two distances back in the last four bytes of a record.</summary>
internal static class RecordInputs
{
    /// <summary>Offset of both distances in a layer record.</summary>
    public const int FieldAt = 60;

    public const int FieldBytes = 4;

    private const int InputTensorAt = 16;
    private const int RecordTensorAt = 8;

    /// <summary>The tensor that a layer reads first: 0 is the network's input, i + 1 the output of layer i.</summary>
    public static int TensorOf(ReadOnlySpan<byte> network, int layer) =>
        layer - BinaryPrimitives.ReadUInt16LittleEndian(network[(RecordAt(layer) + FieldAt)..]);

    /// <summary>The tensor that an Add or Mul reads besides.</summary>
    public static int OtherTensorOf(ReadOnlySpan<byte> network, int layer) =>
        layer - BinaryPrimitives.ReadUInt16LittleEndian(network[(RecordAt(layer) + FieldAt + 2)..]);

    /// <summary>Offset in the section of the descriptor of the tensor that a layer reads first.</summary>
    public static int DescriptorOf(ReadOnlySpan<byte> network, int layer) =>
        TensorOf(network, layer) is > 0 and int tensor ? RecordAt(tensor - 1) + RecordTensorAt : InputTensorAt;

    private static int RecordAt(int layer) => ModelFormat.NetworkHeaderBytes + (layer * ModelFormat.LayerRecordBytes);
}
