namespace Samples.DIV01
{
    public static class BrokenParameter
    {
        public static int Run(int a, int b)
        {
            return a / b;
        }
    }

    public sealed class BrokenField
    {
        private int _count;

        // Another thread may write the field between the test and the division.
        public int Run(int sum, int count)
        {
            _count += count;
            return _count == 0 ? 0 : sum / _count;
        }
    }

    public static class BrokenMinusOne
    {
        public static int Run(int a, int b)
        {
            return b == 0 ? 0 : a / b;
        }
    }

    public static class BrokenConstantMinusOne
    {
        public static long Run(long a)
        {
            return a % -1;
        }
    }

    public static class BrokenConstantZero
    {
        public static int Run(int a)
        {
            int zero = 0;
            return a / zero;
        }
    }

    public static class BrokenWrongBranch
    {
        public static int Run(int a, int b)
        {
            return b > 0 ? 0 : a / b;
        }
    }

    public static class BrokenGuardOfOneBound
    {
        public static int Run(int a, int b)
        {
            return b < 10 ? a / b : 0;
        }
    }

    public static class BrokenAfterChange
    {
        public static int Run(int a, int b)
        {
            if (b <= 0)
            {
                return 0;
            }

            b--;
            return a / b;
        }
    }

    public static class BrokenLoop
    {
        public static int Run(int a, int b)
        {
            int sum = 0;
            for (int i = b; i > -3; i--)
            {
                sum += a / i;
            }

            return sum;
        }
    }

    public static class BrokenJoin
    {
        public static int Run(int a, int b, bool which)
        {
            int divisor = 4;
            if (which)
            {
                divisor = b;
            }

            return a / divisor;
        }
    }

    public static class BrokenFinally
    {
        public static int Run(int a, int[] values)
        {
            int divisor = 1;
            try
            {
                values[0] = 1;
            }
            finally
            {
                divisor = values.Length;
            }

            return a / divisor;
        }
    }

    public static class BrokenOut
    {
        public static int Run(int a, int[] values)
        {
            int divisor = 4;
            Take(values, out divisor);
            return a / divisor;
        }

        private static void Take(int[] values, out int value)
        {
            value = values[0];
        }
    }

    public static class BrokenByte
    {
        public static int Run(int a, byte b)
        {
            return a % b;
        }
    }

    public static class BrokenOverflow
    {
        public static int Run(int a, int b)
        {
            // 65536 * 65536 is 0 in an int.
            return b > 0 ? a / (b * b) : 0;
        }
    }

    public static class BrokenNarrowing
    {
        public static int Run(int a, int b)
        {
            return b > 0 ? a / (byte)b : 0;
        }
    }

    public static class BrokenUnsigned
    {
        public static uint Run(uint a, uint b)
        {
            return b < 100 ? a / b : 0;
        }
    }

    public static class BrokenFloat
    {
        public static float Run(float a, float b)
        {
            return b > 1 ? a / b : 0;
        }
    }

    public static class BrokenSwitch
    {
        public static int Run(int a, int b)
        {
            switch (b)
            {
                case 1:
                    return a / b;
                case 2:
                    return a;
                case 3:
                    return -a;
                case 4:
                    return 4;
                default:
                    return a % b;
            }
        }
    }

    public static class AllowedGuards
    {
        public static int Constant(int a)
        {
            const int Size = 12;
            return (a / Size) + (a % 7) + (a / -2);
        }

        public static int Early(int a, int b)
        {
            if (b <= 0)
            {
                return 0;
            }

            return a / b;
        }

        public static int Late(int a, int b)
        {
            if (b > 0)
            {
                a %= b;
            }

            return a;
        }

        public static int And(int a, int b, bool which)
        {
            return which && b >= 1 && a / b > 3 ? 1 : 0;
        }

        public static int Or(int a, int b)
        {
            return b < 1 || a / b == 2 ? 1 : 0;
        }

        public static uint Unsigned(uint a, uint b)
        {
            return b == 0 ? 0 : (a / b) + (a % b);
        }

        public static ulong UnsignedGreater(ulong a, ulong b)
        {
            return b > 0 ? a / b : 0;
        }

        public static int NeverMinusOne(int[] values, int b)
        {
            int length = values.Length;
            return b == 0 ? 0 : length / b;
        }

        public static int Length(int sum, int[] values)
        {
            int length = values.Length;
            return length == 0 ? 0 : sum / length;
        }

        public static int Shift(int a, int shift)
        {
            return shift >= 0 && shift < 20 ? a / (1 << shift) : 0;
        }

        public static int Wide(int a, int b)
        {
            return b > 0 ? (int)(a * 3L / ((long)b * b)) : 0;
        }

        public static int Masked(int a, int b)
        {
            return a / ((b & 15) + 1);
        }

        public static int Clamped(int a, int b)
        {
            int divisor = b < 1 ? 1 : b;
            return a / divisor;
        }

        public static int Digits(int value)
        {
            int count = 1;
            for (int rest = value / 10; rest != 0; rest /= 10)
            {
                count++;
            }

            return count;
        }

        public static int Loop(int a, int n)
        {
            int sum = 0;
            for (int i = 1; i < n; i++)
            {
                sum += a / i;
            }

            return sum;
        }

        public static int Assigned(int a, int[] values)
        {
            int length;
            if ((length = values.Length) == 0)
            {
                return 0;
            }

            return a / length;
        }

        public static int Throws(int a, int b)
        {
            if (b <= 0)
            {
                throw new System.ArgumentException();
            }

            return a / b;
        }

        public static float Half(float value)
        {
            return value / 2f;
        }
    }
}
