using System.Buffers.Binary;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Validation;

/// <summary>One flipped bit of one weight of a network section.</summary>
/// <param name="Layer">Index of the layer.</param>
/// <param name="Weight">Index of the weight within it.</param>
/// <param name="Bit">0 to 7; 7 is the sign.</param>
public readonly record struct WeightFault(int Layer, int Weight, int Bit)
{
    private const int WeightsAt = 40;
    private const int CountAt = 44;

    /// <summary>Faults drawn evenly over all weights and bits of a section.</summary>
    /// <param name="section">A network section with plain weights.</param>
    public static IReadOnlyList<WeightFault> Draw(byte[] section, int count, int seed)
    {
        int layers = BinaryPrimitives.ReadUInt16LittleEndian(section.AsSpan(2));
        int[] weights = [.. Enumerable.Range(0, layers).Select(i => WeightsOf(section, i))];
        int all = weights.Sum();
        TrainingRandom random = new((ulong)seed);
        WeightFault[] faults = new WeightFault[all == 0 ? 0 : count];
        for (int i = 0; i < faults.Length; i++)
        {
            int at = random.NextIndex(all);
            int layer = 0;
            for (; at >= weights[layer]; layer++)
            {
                at -= weights[layer];
            }

            faults[i] = new WeightFault(layer, at, random.NextIndex(8));
        }

        return faults;
    }

    /// <summary>A copy of the section with this fault.</summary>
    public byte[] ApplyTo(byte[] section)
    {
        byte[] faulty = [.. section];
        int layers = BinaryPrimitives.ReadUInt16LittleEndian(section.AsSpan(2));
        int blob = ModelFormat.NetworkHeaderBytes + (layers * ModelFormat.LayerRecordBytes);
        faulty[blob + BinaryPrimitives.ReadInt32LittleEndian(section.AsSpan(RecordAt(Layer) + WeightsAt)) + Weight] ^= (byte)(1 << Bit);
        return faulty;
    }

    private static int WeightsOf(byte[] section, int layer) =>
        (OperatorCode)section[RecordAt(layer)] is OperatorCode.FullyConnected or OperatorCode.Conv2D or OperatorCode.DepthwiseConv2D
            ? BinaryPrimitives.ReadInt32LittleEndian(section.AsSpan(RecordAt(layer) + CountAt)) : 0;

    private static int RecordAt(int layer) => ModelFormat.NetworkHeaderBytes + (layer * ModelFormat.LayerRecordBytes);
}
