using System.Buffers.Binary;
using TinyEdge.Companion.Models;
using TinyEdge.Kernels;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Planning;

/// <summary>The layouts that a layer may have, before anything is proved about its weights.</summary>
public static class LayoutCandidates
{
    private static readonly int[] s_blocks = [64, 32, 16, 8];

    /// <param name="inputs">Weights of one output.</param>
    /// <param name="sharesInputs">Whether all outputs read the same inputs.</param>
    public static IReadOnlyList<LayerLayout> Of(int inputs, bool sharesInputs)
    {
        List<LayerLayout> candidates = [LayerLayout.Plain];
        if (!sharesInputs)
        {
            return candidates;
        }

        int padded = (inputs + PackedDense.RowStep - 1) / PackedDense.RowStep * PackedDense.RowStep;
        foreach (int layout in new[] { ModelFormat.ThreeLaneWeights, ModelFormat.TwoLaneWeights })
        {
            if (padded <= PackedDense.LongestRow && (layout == ModelFormat.ThreeLaneWeights || s_blocks.Contains(padded)))
            {
                candidates.Add(new LayerLayout(layout, padded));
            }

            candidates.AddRange(s_blocks.Where(block => block < inputs && block != padded).Select(block => new LayerLayout(layout, block)));
        }

        return candidates;
    }

    /// <summary>Candidates of one layer of a model on the desktop.</summary>
    public static IReadOnlyList<LayerLayout> Of(NetworkModel model, int layer) => Of(LayoutPlanner.Isolate(NetworkWriter.Write(model), layer));

    /// <summary>Candidates of a network section of one layer.</summary>
    public static IReadOnlyList<LayerLayout> Of(ReadOnlySpan<byte> network)
    {
        ReadOnlySpan<byte> record = network[ModelFormat.NetworkHeaderBytes..];
        OperatorCode code = (OperatorCode)record[0];
        if (code is not (OperatorCode.FullyConnected or OperatorCode.Conv2D or OperatorCode.DepthwiseConv2D))
        {
            return [LayerLayout.Plain];
        }

        int inputChannels = BinaryPrimitives.ReadUInt16LittleEndian(network[24..]);
        int outputChannels = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
        int weights = BinaryPrimitives.ReadInt32LittleEndian(record[44..]);
        return Of(weights / outputChannels, code != OperatorCode.DepthwiseConv2D || inputChannels == 1);
    }
}
