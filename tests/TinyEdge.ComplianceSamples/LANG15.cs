namespace Samples.LANG15
{
    public static class BrokenWidening
    {
        public static long Run(uint u)
        {
            return (int)u;
        }
    }

    public static class BrokenShift
    {
        public static int Run(uint u)
        {
            return (int)u >> 1;
        }
    }

    public static class BrokenRemainder
    {
        public static int Run(uint u)
        {
            return (int)u % 7;
        }
    }

    public static class BrokenFloat
    {
        public static float Run(uint u)
        {
            return (int)u;
        }
    }

    public static class BrokenDouble
    {
        public static double Run(ulong u)
        {
            return (long)u;
        }
    }

    public static class BrokenLong
    {
        public static long Run(ulong u)
        {
            return (long)u >> 3;
        }
    }

    public static class BrokenLeftOperand
    {
        public static long Run(uint u, int i)
        {
            return (int)u + i;
        }
    }

    // No cast at all: the uint becomes a long by conv.u8, which the interpreter takes for unsigned.
    public static class BrokenMixed
    {
        public static long Run(uint u, long l)
        {
            return (u - l) >> 1;
        }
    }

    public static class BrokenNegative
    {
        public static long Run(uint u)
        {
            return -u % 7;
        }
    }

    public static class BrokenElement
    {
        public static long Run(uint[] values)
        {
            return (int)values[0];
        }
    }

    public static class BrokenLongElement
    {
        public static long Run(ulong[][] values)
        {
            return (long)values[0][1] % 5;
        }
    }

    public sealed class BrokenField
    {
        private readonly uint _u;

        public BrokenField(uint u)
        {
            _u = u;
        }

        public long Run()
        {
            return (int)_u;
        }
    }

    public static class BrokenJoin
    {
        public static long Run(uint u, int i, bool which)
        {
            return which ? i : (int)u;
        }
    }

    public static class BrokenArgument
    {
        public static long Run(uint u)
        {
            return Middle((int)u);
        }

        private static long Middle(int value)
        {
            return Widen(value + 3);
        }

        private static long Widen(int value)
        {
            return value;
        }
    }

    public static class BrokenAssignedArgument
    {
        public static int Run(uint u)
        {
            return Half((int)u, -8);
        }

        // What an argument is assigned to does not change its type.
        private static int Half(int value, int other)
        {
            if (value != 3)
            {
                value = other;
            }

            return value >> 1;
        }
    }

    public static class BrokenResult
    {
        public static long Run(uint u)
        {
            return Cast(u);
        }

        private static int Cast(uint u)
        {
            return (int)u;
        }
    }

    public static class BrokenPassedThrough
    {
        public static long Run(uint u)
        {
            return Same(4, (int)u);
        }

        private static int Same(int count, int value)
        {
            return count > 5 ? count : value;
        }
    }

    public static class BrokenRecursion
    {
        public static long Run(uint u, int depth)
        {
            return depth == 0 ? Cast(u, 3) : Run(u, depth - 1);
        }

        private static int Cast(uint u, int depth)
        {
            return depth == 0 ? (int)u : Cast(u, depth - 1);
        }
    }

    public static class BrokenOut
    {
        public static void Run(uint u, out int value)
        {
            value = (int)u;
        }
    }

    public abstract class BrokenVirtualCall
    {
        public abstract long Widen(int value);

        public long Run(uint u)
        {
            return Widen((int)u);
        }
    }

    public class BrokenVirtualResult
    {
        public virtual int Run(uint u)
        {
            return (int)u;
        }
    }

    public static class BrokenDelegate
    {
        public delegate int Cast(uint u);

        public static Cast Run()
        {
            return new Cast(Same);
        }

        private static int Same(uint u)
        {
            return (int)u;
        }
    }

    public static class BrokenEnum
    {
        public enum Flags : uint
        {
            None = 0,
            High = 0x80000000,
        }

        public static long Run(Flags flags)
        {
            return (int)flags;
        }
    }

    public static class BrokenPartBound
    {
        public static int Run(uint u)
        {
            return (int)(u | 1) >> 4;
        }
    }

    public static class BrokenNonNegativeArgument
    {
        public static int Run(uint u)
        {
            return Centre((int)(u & 7));
        }

        // 0 - 5 is negative, and unsigned like its left operand.
        private static int Centre(int value)
        {
            return (value - 5) >> 1;
        }
    }

    public static class BrokenWideCut
    {
        public static short Run(uint u)
        {
            return (short)((int)u >> 17);
        }
    }

    public sealed class AllowedCured
    {
        private int _i;

        public static int ThroughLong(uint u)
        {
            return (int)(long)u >> 1;
        }

        public long ThroughField(uint u)
        {
            _i = (int)u;
            return _i;
        }

        public static long ThroughElement(uint u, int[] values)
        {
            values[0] = (int)u;
            return values[0];
        }

        // A local that the compiler keeps has the type that it is declared with.
        public static int ThroughLocal(uint u, int count)
        {
            int value = (int)u;
            for (int i = 0; i < count; i++)
            {
                value = (value >> 1) + (int)u;
            }

            return value >> 1;
        }

        public static long SignedOnTheLeft(uint u, int i)
        {
            return i + (int)u;
        }

        public static long Narrowed(uint u)
        {
            return (short)u + (long)(byte)u;
        }

        public static object Boxed(uint u)
        {
            return (int)u;
        }

        public static void Referenced(uint u, out uint value)
        {
            value = u;
        }
    }

    public static class AllowedSignless
    {
        public static int Sum(uint u, int i)
        {
            return ((int)u + i) * 3 / 7;
        }

        public static bool Compare(uint u, int i)
        {
            return (int)u < i || (int)u >= 0;
        }

        public static byte Cut(uint u)
        {
            return (byte)((int)u << 3);
        }

        public static void Write(byte[] buffer, uint u)
        {
            Write(buffer, (int)u);
        }

        private static void Write(byte[] buffer, int value)
        {
            buffer[0] = (byte)(value >> 24);
            buffer[1] = (byte)((short)(value >> 16) & 15);
        }

        public static int DividedBy(uint u, int i)
        {
            return u == 0 || u == 0xFFFFFFFF ? 0 : i / (int)u;
        }

        public static int Count(uint u, int i)
        {
            return i >> (int)u;
        }

        public static uint Unsigned(uint u)
        {
            return (u >> 3) % 5;
        }

        public static long Wide(uint u)
        {
            return (long)u >> 3;
        }

        public static int Indexed(int[] values, uint u)
        {
            return values[(int)u] >> 1;
        }

        public static uint Back(int i)
        {
            return (uint)i >> 1;
        }
    }

    public static class AllowedNonNegative
    {
        public static int Masked(uint u)
        {
            return (int)(u & 0xFFFF) >> 3;
        }

        public static long Shifted(uint u)
        {
            return (int)(u >> 1);
        }

        public static int Tested(uint u)
        {
            return Half((int)u);
        }

        public static int Digits(uint u)
        {
            return Count((long)u);
        }

        private static int Half(int value)
        {
            return value < 0 ? 0 : value >> 1;
        }

        private static int Count(long value)
        {
            int ones = 0;
            do
            {
                ones += value % 10 == 1 ? 1 : 0;
                value /= 10;
            }
            while (value != 0);

            return ones;
        }
    }

    public static class AllowedCalls
    {
        public static int Run(uint u, int i)
        {
            return Sum(i, (int)u);
        }

        public static long Widened(int i)
        {
            return Sum(i, 3);
        }

        private static int Sum(int left, int right)
        {
            return left + right;
        }
    }
}
