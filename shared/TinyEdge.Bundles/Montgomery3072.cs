namespace TinyEdge.Bundles
{
    /// <summary>
    /// Montgomery arithmetic modulo an odd 3072-bit number, in 110 limbs of 28 bits, least significant first, R = 2^3080.
    /// 28 bits because a column t + a*b + m*n + carry then stays far below 2^63 in one signed long. R exceeds 4n, so products of
    /// operands below 2n come out below 2n without a final subtraction (C. D. Walter, "Montgomery exponentiation needs no
    /// final subtractions", Electronics Letters 35 (21), 1999); <see cref="ReduceOnce"/> is needed at the end only.
    /// </summary>
    internal static class Montgomery3072
    {
        /// <summary>Limbs of a number: ceil(3072 / 28).</summary>
        public const int Limbs = 110;

        /// <summary>Bits of a limb.</summary>
        public const int LimbBits = 28;

        private const int LimbMask = (1 << LimbBits) - 1;

        // R = 2^(110 * 28) = 2^3080 has 8 bits more than the modulus.
        private const int ExtraBits = (Limbs * LimbBits) - (8 * PublicKey.ModulusSize);

        /// <summary>Big-endian bytes, 384 of them from an offset on, to limbs.</summary>
        public static void FromBytes(byte[] bytes, int offset, int[] limbs)
        {
            int limb = 0;
            int bits = 0;
            long pending = 0;
            for (int i = offset + PublicKey.ModulusSize - 1; i >= offset; i--)
            {
                pending |= (long)bytes[i] << bits;
                bits += 8;
                if (bits >= LimbBits)
                {
                    limbs[limb++] = (int)pending & LimbMask;
                    pending >>= LimbBits;
                    bits -= LimbBits;
                }
            }

            limbs[limb] = (int)pending;
        }

        /// <summary>Limbs, all below 2^28 and together below 2^3072, to 384 big-endian bytes.</summary>
        public static void ToBytes(int[] limbs, byte[] bytes)
        {
            int limb = 0;
            int bits = 0;
            long pending = 0;
            for (int i = PublicKey.ModulusSize - 1; i >= 0; i--)
            {
                if (bits < 8)
                {
                    pending |= (long)limbs[limb++] << bits;
                    bits += LimbBits;
                }

                bytes[i] = (byte)pending;
                pending >>= 8;
                bits -= 8;
            }
        }

        /// <summary>-1/n mod 2^28 from the lowest limb of an odd n, by Newton's iteration: right to 5, 10, 20, 40 bits.</summary>
        public static int NegatedInverse(int lowestLimb)
        {
            int inverse = (3 * lowestLimb) ^ 2;
            for (int i = 0; i < 4; i++)
            {
                inverse *= 2 - (lowestLimb * inverse);
            }

            return -inverse & LimbMask;
        }

        /// <summary>
        /// result = a * b / R mod n, below 2n for a, b below 2n. The result is a third array: it is built up limb by limb while
        /// both operands are read (coarsely integrated operand scanning with the reduction merged into the same pass). The plain
        /// form, which defines what <see cref="MontgomeryProduct"/> must give.
        /// </summary>
        [HotPath]
        public static void Multiply(int[] a, int[] b, int[] modulus, int negatedInverse, int[] result)
        {
            for (int i = 0; i < Limbs; i++)
            {
                result[i] = 0;
            }

            long b0 = b[0];
            long n0 = modulus[0];
            for (int i = 0; i < Limbs; i++)
            {
                long digit = a[i];
                long sum = result[0] + (digit * b0);
                long factor = (sum * negatedInverse) & LimbMask;
                long carry = (sum + (factor * n0)) >> LimbBits;
                for (int j = 1; j < Limbs; j++)
                {
                    sum = result[j] + (digit * b[j]) + (factor * modulus[j]) + carry;
                    result[j - 1] = (int)sum & LimbMask;
                    carry = sum >> LimbBits;
                }

                result[Limbs - 1] = (int)carry;
            }
        }

        /// <summary>Whether a is below b; all limbs below 2^28.</summary>
        public static bool IsBelow(int[] a, int[] b)
        {
            for (int i = Limbs - 1; i >= 0; i--)
            {
                if (a[i] != b[i])
                {
                    return a[i] < b[i];
                }
            }

            return false;
        }

        /// <summary>Takes the modulus off once when the value is not below it, which brings a value below 2n into range.</summary>
        public static void ReduceOnce(int[] value, int[] modulus)
        {
            if (IsBelow(value, modulus))
            {
                return;
            }

            int borrow = 0;
            for (int i = 0; i < Limbs; i++)
            {
                int difference = value[i] - modulus[i] + borrow;
                value[i] = difference & LimbMask;
                borrow = difference >> 31;
            }
        }

        /// <summary>
        /// R mod n without a division: 2^3072 - n, for n has its top bit set, doubled 8 times. Used to prove a shipped R^2:
        /// R^2 * 1 / R must be this.
        /// </summary>
        public static void ComputeR(int[] modulus, int[] result)
        {
            // 2^3072 - n, with 2^3072 = bit 20 of the highest limb.
            int borrow = 0;
            int top = Limbs - 1;
            for (int i = 0; i < Limbs; i++)
            {
                int minuend = i == top ? 1 << (LimbBits - ExtraBits) : 0;
                int difference = minuend - modulus[i] + borrow;
                result[i] = difference & LimbMask;
                borrow = difference >> 31;
            }

            for (int round = 0; round < ExtraBits; round++)
            {
                int carry = 0;
                for (int i = 0; i < Limbs; i++)
                {
                    int doubled = (result[i] << 1) | carry;
                    result[i] = doubled & LimbMask;
                    carry = doubled >> LimbBits;
                }

                ReduceOnce(result, modulus);
            }
        }
    }
}
