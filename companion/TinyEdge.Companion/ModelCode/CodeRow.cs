using TinyEdge.Kernels;

namespace TinyEdge.Companion.ModelCode;

/// <summary>
/// Constants of up to three outputs of a dense layer that share a long (SPEC.md, weight layouts): written from that text, not from
/// the device's packer, so that the two check each other.
/// </summary>
/// <param name="Weights">One packed constant an input.</param>
/// <param name="Outputs">Scale and offset of each output.</param>
internal sealed record CodeRow(long[] Weights, (long Scale, long Offset)[] Outputs)
{
    private const int Lanes = 3;
    private const long FieldBias = 1L << (PackedDense.FieldBits - 1);
    private const int LargestInput = 128;

    /// <returns>Null when these outputs cannot be proved exact.</returns>
    /// <param name="shift">Shift that all outputs of the layer share.</param>
    public static CodeRow? TryPack(CodeLayerSource layer, int first, int shift)
    {
        int outputs = Math.Min(Lanes, layer.Outputs - first);
        long[] weights = new long[layer.Inputs];
        (long, long)[] scales = new (long, long)[outputs];
        for (int lane = 0; lane < outputs; lane++)
        {
            ReadOnlySpan<sbyte> row = layer.WeightsOf(first + lane);
            long sum = 0;
            long magnitude = 0;
            for (int i = 0; i < row.Length; i++)
            {
                weights[i] += (long)row[i] << (lane * PackedDense.FieldBits);
                sum += row[i];
                magnitude += Math.Abs((int)row[i]);
            }

            (int multiplier, int rightShift) = layer.ScalerOf(first + lane);
            Int128 scale = multiplier == 0 ? 0 : (Int128)multiplier << (shift - rightShift);
            Int128 bias = layer.BiasOf(first + lane) - ((Int128)layer.InputZeroPoint * sum);
            Int128 offset = ((bias - (lane < 2 ? FieldBias : 0)) * scale) + ((Int128)1 << (shift - 1)) + ((Int128)layer.OutputZeroPoint << shift);
            Int128 largest = (Int128.Abs(bias) + (magnitude * LargestInput)) * scale;
            bool isExact = magnitude * LargestInput < FieldBias && scale <= (Int128)1 << 40 && Int128.Abs(offset) < (Int128)1 << 62

                // The result before the clamp is held in an int.
                && (largest >> shift) < int.MaxValue - 1024;
            if (!isExact)
            {
                return null;
            }

            scales[lane] = ((long)scale, (long)offset);
        }

        return new CodeRow(weights, scales);
    }
}
