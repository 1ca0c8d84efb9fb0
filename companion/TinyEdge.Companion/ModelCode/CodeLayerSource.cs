using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Planning;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.ModelCode;

/// <summary>A dense layer of a network section, read by the offsets of SPEC.md.</summary>
internal sealed class CodeLayerSource
{
    private const int LargestShift = 53;

    private readonly byte[] _network;
    private readonly int _record;
    private readonly int _weightsAt;
    private readonly int _quantAt;
    private readonly int _scalers;

    private CodeLayerSource(byte[] network, int index)
    {
        _network = network;
        Index = index;
        _record = ModelFormat.NetworkHeaderBytes + (index * ModelFormat.LayerRecordBytes);
        int input = RecordInputs.DescriptorOf(network, index);
        int blob = ModelFormat.NetworkHeaderBytes + (LayerLayout.Read(network).Count * ModelFormat.LayerRecordBytes);
        InputOffset = Int32(input);
        InputZeroPoint = (sbyte)network[input + 10];
        OutputOffset = Int32(_record + 8);
        OutputZeroPoint = (sbyte)network[_record + 18];
        Outputs = BinaryPrimitives.ReadUInt16LittleEndian(network.AsSpan(_record + 16));
        Inputs = Int32(_record + 44) / Outputs;
        _weightsAt = blob + Int32(_record + 40);
        _quantAt = blob + Int32(_record + 48);
        _scalers = (network[_record + 2] & ModelFormat.PerChannelFlag) != 0 ? Outputs : 1;
    }

    public int Index { get; }

    public int InputOffset { get; }

    public int OutputOffset { get; }

    public int Inputs { get; }

    public int Outputs { get; }

    public sbyte InputZeroPoint { get; }

    public sbyte OutputZeroPoint { get; }

    public sbyte ClampMin => (sbyte)_network[_record + 4];

    public sbyte ClampMax => (sbyte)_network[_record + 5];

    /// <summary>The layers that can be code: dense, few enough inputs for locals, and exact as the weights are.</summary>
    /// <param name="network">A network section that the device accepts.</param>
    public static IReadOnlyList<(CodeLayerSource Layer, int Shift, IReadOnlyList<CodeRow> Rows)> Of(byte[] network)
    {
        List<(CodeLayerSource, int, IReadOnlyList<CodeRow>)> layers = [];
        for (int i = 0; i < LayerLayout.Read(network).Count; i++)
        {
            if (network[ModelFormat.NetworkHeaderBytes + (i * ModelFormat.LayerRecordBytes)] != (byte)OperatorCode.FullyConnected)
            {
                continue;
            }

            CodeLayerSource layer = new(network, i);
            if (layer.Inputs <= PackedDense.LongestRow && layer.TryPack(out int shift, out IReadOnlyList<CodeRow> rows))
            {
                layers.Add((layer, shift, rows));
            }
        }

        return layers;
    }

    public ReadOnlySpan<sbyte> WeightsOf(int output) => MemoryMarshal.Cast<byte, sbyte>(_network.AsSpan(_weightsAt + (output * Inputs), Inputs));

    public int BiasOf(int output) => Int32(_quantAt + (4 * output));

    /// <summary>Multiplier and right shift.</summary>
    public (int Multiplier, int RightShift) ScalerOf(int output)
    {
        int q = _scalers == 1 ? 0 : output;
        int multipliers = _quantAt + (4 * Outputs);
        return (Int32(multipliers + (4 * q)), 31 - (sbyte)_network[multipliers + (4 * _scalers) + q]);
    }

    private bool TryPack(out int shift, out IReadOnlyList<CodeRow> rows)
    {
        shift = Enumerable.Range(0, Outputs).Select(ScalerOf).Where(s => s.Multiplier != 0).Select(s => s.RightShift).DefaultIfEmpty(1).Max();
        int shared = shift;
        CodeRow?[] packed = shift > LargestShift ? [null] : [.. Enumerable.Range(0, (Outputs + 2) / 3).Select(g => CodeRow.TryPack(this, 3 * g, shared))];
        rows = [.. packed.OfType<CodeRow>()];
        return rows.Count == packed.Length;
    }

    private int Int32(int at) => BinaryPrimitives.ReadInt32LittleEndian(_network.AsSpan(at));
}
