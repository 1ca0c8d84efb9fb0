using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Sum of two tensors of one shape. As TensorFlow Lite: both inputs are shifted up by 20 bits, brought to twice the larger of
    /// their scales, added, and brought to the output's scale; each of the three rescalings rounds once.
    /// </summary>
    public sealed class Add : Elementwise
    {
        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            int offset = record.WeightsOffset;
            if (!record.HasNoScaler() || record.WeightsLength != ModelFormat.AddScalerBytes || !loader.HasBlob(offset, ModelFormat.AddScalerBytes))
            {
                return ResultCode.BadModel;
            }

            ResultCode code = TryPrepareTensors(record, loader, 3);
            int[] scalers = new int[ModelFormat.AddScalerBytes / 4];
            if (code == ResultCode.Ok)
            {
                code = loader.TryReadInt32(offset, scalers);
            }

            if (code != ResultCode.Ok)
            {
                return code;
            }

            // Inputs are scaled down, to half at most: their sum stays below 2^29.
            return scalers[1] <= 0 && scalers[3] <= 0 && TrySetScaler(FirstInputScaler, scalers[0], scalers[1])
                && TrySetScaler(FirstInputScaler + 2, scalers[2], scalers[3]) && TrySetScaler(Multiplier, scalers[4], scalers[5])
                ? ResultCode.Ok : ResultCode.BadQuantization;
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
            long inputZeroPoint = parameters[InputZeroPoint];
            long otherZeroPoint = parameters[OtherZeroPoint];
            int outputZeroPoint = parameters[OutputZeroPoint];
            int activationMin = parameters[ActivationMin];
            int activationMax = parameters[ActivationMax];
            long inputMultiplier = (long)parameters[FirstInputScaler] << ModelFormat.AddLeftShift;
            int inputShift = parameters[FirstInputScaler + 1];
            long inputHalf = 1L << (inputShift - 1);
            long otherMultiplier = (long)parameters[FirstInputScaler + 2] << ModelFormat.AddLeftShift;
            int otherShift = parameters[FirstInputScaler + 3];
            long otherHalf = 1L << (otherShift - 1);
            long multiplier = parameters[Multiplier];
            int shift = parameters[RightShift];
            long half = 1L << (shift - 1);
            int difference = otherOffset - inputOffset;
            int end = inputOffset + length;
            int to = outputOffset;
            for (int i = inputOffset; i < end; i++)
            {
                long sum = ((((input[i] - inputZeroPoint) * inputMultiplier) + inputHalf) >> inputShift)
                    + ((((input[i + difference] - otherZeroPoint) * otherMultiplier) + otherHalf) >> otherShift);
                long value = (((sum * multiplier) + half) >> shift) + outputZeroPoint;
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
