using System;

namespace Samples.LANG07
{
    public struct Pair
    {
        public int First;
        public int Second;
    }

    public static unsafe class BrokenSizeof
    {
        public static int Run()
        {
            return sizeof(Pair);
        }
    }

    public static class BrokenArglist
    {
        public static int Run(__arglist)
        {
            ArgIterator all = new ArgIterator(__arglist);
            return all.GetRemainingCount();
        }
    }

    public static class BrokenTypedReference
    {
        public static int Run(int value)
        {
            return __refvalue(__makeref(value), int);
        }
    }

    public static unsafe class BrokenCalli
    {
        public static int Run(delegate*<int, int> function)
        {
            return function(1);
        }
    }

    public static class AllowedPlain
    {
        public static long Run(object value, int[] values, int which)
        {
            switch (which)
            {
                case 0:
                    return value is string ? 1 : sizeof(long);
                case 1:
                    return (int)value;
                case 2:
                    Pair pair = default;
                    pair.First = values[0];
                    return pair.First + pair.Second;
                default:
                    return ~(long)which;
            }
        }
    }
}
