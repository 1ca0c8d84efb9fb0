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
        private const int FieldCount = BaseFieldCount + 4;

        private int _classes;
        private int _multiplier;
        private int _shift;
        private int[] _exponentials;

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
            if (loader.Pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                _exponentials = loader.Pool.RentInt32(PoolOwner.Network, _classes);
            }

            return loader.Pool.LastResult;
        }

        public override void Eval(sbyte[] arena)
        {
            int end = InputOffset + InputLength;
            int to = OutputOffset;
            for (int from = InputOffset; from < end; from += _classes)
            {
                EvalRow(arena, from, to);
                to += _classes;
            }
        }

        // The reference with each exponential computed once, not once for the sum and once for its share.
        private void EvalRow(sbyte[] arena, int from, int to)
        {
            int[] exponentials = _exponentials;
            int classes = exponentials.Length;
            int largest = sbyte.MinValue;
            for (int i = 0; i < classes; i++)
            {
                int value = arena[from + i];
                if (value > largest)
                {
                    largest = value;
                }
            }

            long multiplier = _multiplier;
            int rightShift = 31 - _shift;
            long half = 1L << (rightShift - 1);
            int lowestDifference = -(int)((31L << 26) >> _shift);
            int sum = 0;
            for (int i = 0; i < classes; i++)
            {
                int difference = arena[from + i] - largest;
                int exponential = 0;
                if (difference >= lowestDifference)
                {
                    exponential = FixedPoint.ExpOfNegative((int)(((difference * multiplier) + half) >> rightShift));
                    sum += (exponential >> 12) + ((exponential >> 11) & 1);
                }

                exponentials[i] = exponential;
            }

            // At most 256 terms of 2^19: three leading zeros at least, and with less than 2^21 ten.
            int leadingZeros = sum < 1 << 21 ? 10 : 3;
            for (int scaled = sum << leadingZeros; scaled > 0; scaled <<= 1)
            {
                leadingZeros++;
            }

            long reciprocal = FixedPoint.ReciprocalOfOnePlus((int)(((long)sum << leadingZeros) - (1L << 31)));
            int outputShift = 12 - leadingZeros + 31 - 8;
            long halfStep = (1L << outputShift) >> 1;
            for (int i = 0; i < classes; i++)
            {
                long share = ((reciprocal * exponentials[i]) + (1L << 30)) >> 31;
                long value = ((share + halfStep) >> outputShift) + sbyte.MinValue;
                arena[to + i] = (sbyte)(value > sbyte.MaxValue ? sbyte.MaxValue : value);
            }
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
