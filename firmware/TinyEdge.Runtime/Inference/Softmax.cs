using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Softmax over the channels of each position, in integers: TensorFlow Lite's reference kernel. Output scale is 1/256,
    /// output zero point -128.
    /// </summary>
    public sealed class Softmax : Layer
    {
        /// <summary>Bits of 1/256 as a single.</summary>
        private const int OutputScaleBits = 0x3B800000;

        private const int SmallestMantissa = 1 << 30;
        private const int FieldCount = BaseFieldCount + 3;

        private int _classes;
        private int _multiplier;
        private int _shift;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWindow() || !record.HasNoWeights() || !record.HasFullRange())
            {
                return ResultCode.BadModel;
            }

            _classes = record.Input.Channels;
            if (record.Output.Channels != _classes || record.Input.Length != record.Output.Length || _classes > ModelFormat.MaxSoftmaxClasses)
            {
                return ResultCode.BadTensorShape;
            }

            _multiplier = record.Multiplier;
            _shift = record.Shift;
            if (record.Output.ZeroPoint != sbyte.MinValue || record.Output.ScaleBits != OutputScaleBits
                || _multiplier < SmallestMantissa || _shift < 0 || _shift > Requantize.MaxShift)
            {
                return ResultCode.BadQuantization;
            }

            SetTensors(record);
            loader.Pool.TryCountObject(PoolOwner.Network, FieldCount);
            return loader.Pool.LastResult;
        }

        public override void Eval(sbyte[] arena)
        {
            Reference(arena, InputOffset, InputLength, _classes, _multiplier, _shift, arena, OutputOffset);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        /// <param name="input">(rows, classes) int8.</param>
        /// <param name="multiplier">Mantissa of beta * input scale in Q5.26.</param>
        /// <param name="shift">Its exponent, 0 to 30.</param>
        public static void Reference(
            sbyte[] input, int inputOffset, int length, int classes, int multiplier, int shift, sbyte[] output, int outputOffset)
        {
            // Below this difference exp is zero in the output, and above it the rescaled difference fits in Q5.26.
            int lowestDifference = -(int)((31L << 26) >> shift);
            int rightShift = 31 - shift;
            for (int row = 0; row < length; row += classes)
            {
                int first = inputOffset + row;
                int end = first + classes;
                int largest = sbyte.MinValue;
                for (int i = first; i < end; i++)
                {
                    int value = input[i];
                    if (value > largest)
                    {
                        largest = value;
                    }
                }

                // Q12.19
                int sum = 0;
                for (int i = first; i < end; i++)
                {
                    int difference = input[i] - largest;
                    if (difference >= lowestDifference)
                    {
                        int exponential = FixedPoint.ExpOfNegative((int)Requantize.Apply(difference, multiplier, rightShift));
                        sum += FixedPoint.RoundingShiftRight(exponential, 12);
                    }
                }

                // sum = (1 + fraction) * 2^(31 - leadingZeros), and it holds exp(0), so it is never zero.
                int leadingZeros = 0;
                while ((sum << leadingZeros) > 0)
                {
                    leadingZeros++;
                }

                int reciprocal = FixedPoint.ReciprocalOfOnePlus((int)(((long)sum << leadingZeros) - (1L << 31)));
                int outputShift = 12 - leadingZeros + 31 - 8;
                int to = outputOffset + row;
                for (int i = first; i < end; i++)
                {
                    int difference = input[i] - largest;
                    int value = sbyte.MinValue;
                    if (difference >= lowestDifference)
                    {
                        int exponential = FixedPoint.ExpOfNegative((int)Requantize.Apply(difference, multiplier, rightShift));
                        value += FixedPoint.RoundingShiftRight(FixedPoint.MultiplyHigh(reciprocal, exponential), outputShift);
                    }

                    output[to] = (sbyte)(value > sbyte.MaxValue ? sbyte.MaxValue : value);
                    to++;
                }
            }
        }
    }
}
