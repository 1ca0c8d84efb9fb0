using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Product of two tensors of one shape, requantised with a single rounding.</summary>
    public sealed class Mul : Elementwise
    {
        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWeights())
            {
                return ResultCode.BadModel;
            }

            ResultCode code = TryPrepareTensors(record, loader, 1);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            return TrySetScaler(Multiplier, record.Multiplier, record.Shift) ? ResultCode.Ok : ResultCode.BadQuantization;
        }

        public override void Eval(sbyte[] arena)
        {
            Reference(arena, InputOffset, OtherOffset, InputLength, Parameters, arena, OutputOffset);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        /// <param name="parameters">Indexed by the constants of <see cref="Elementwise"/>.</param>
        [HotPath]
        public static void Reference(sbyte[] input, int inputOffset, int otherOffset, int length, int[] parameters, sbyte[] output, int outputOffset)
        {
            int inputZeroPoint = parameters[InputZeroPoint];
            int otherZeroPoint = parameters[OtherZeroPoint];
            int outputZeroPoint = parameters[OutputZeroPoint];
            int activationMin = parameters[ActivationMin];
            int activationMax = parameters[ActivationMax];
            long multiplier = parameters[Multiplier];
            int shift = parameters[RightShift];
            long half = 1L << (shift - 1);
            int difference = otherOffset - inputOffset;
            int end = inputOffset + length;
            int to = outputOffset;
            for (int i = inputOffset; i < end; i++)
            {
                long value = (((((long)input[i] - inputZeroPoint) * (input[i + difference] - otherZeroPoint) * multiplier) + half) >> shift) + outputZeroPoint;
                if (value < activationMin)
                {
                    value = activationMin;
                }

                if (value > activationMax)
                {
                    value = activationMax;
                }

                output[to] = (sbyte)value;
                to++;
            }
        }
    }
}
