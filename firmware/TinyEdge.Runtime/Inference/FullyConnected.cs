using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Dense layer: input of any shape, flattened; weights (outputs, inputs); output (1, 1, outputs).</summary>
    public sealed class FullyConnected : WeightedLayer
    {
        private const int FieldCount = WeightedFieldCount;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWindow())
            {
                return ResultCode.BadModel;
            }

            int inputs = record.Input.Length;
            int outputs = record.Output.Channels;
            long macs = (long)inputs * outputs;
            if (record.Output.Height != 1 || record.Output.Width != 1 || !TrySetMacs(macs))
            {
                return ResultCode.BadTensorShape;
            }

            if (!loader.Pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return loader.Pool.LastResult;
            }

            return TryLoadWeights(record, loader, macs, 1);
        }

        public override void Eval(sbyte[] arena)
        {
            if (Packed != null)
            {
                Packed.Multiply(arena, InputOffset, arena, OutputOffset);
                return;
            }

            Reference(
                arena, InputOffset, InputLength, InputZeroPoint, Weights, Bias, Multipliers, RightShifts, QuantStep,
                arena, OutputOffset, OutputLength, OutputZeroPoint, ActivationMin, ActivationMax);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        /// <param name="input">(inputs) int8.</param>
        /// <param name="weights">(outputs, inputs) int8.</param>
        /// <param name="quantStep">1 with one multiplier an output, 0 with one for all.</param>
        public static void Reference(
            sbyte[] input, int inputOffset, int inputs, int inputZeroPoint, sbyte[] weights, int[] bias, int[] multipliers, sbyte[] rightShifts, int quantStep,
            sbyte[] output, int outputOffset, int outputs, int outputZeroPoint, int activationMin, int activationMax)
        {
            int inputEnd = inputOffset + inputs;
            int w = 0;
            int q = 0;
            for (int o = 0; o < outputs; o++)
            {
                int accumulator = bias[o];
                for (int i = inputOffset; i < inputEnd; i++)
                {
                    accumulator += (input[i] - inputZeroPoint) * weights[w];
                    w++;
                }

                long value = Requantize.Apply(accumulator, multipliers[q], rightShifts[q]) + outputZeroPoint;
                if (value < activationMin)
                {
                    value = activationMin;
                }

                if (value > activationMax)
                {
                    value = activationMax;
                }

                output[outputOffset + o] = (sbyte)value;
                q += quantStep;
            }
        }
    }
}
