using System;
using TinyEdge.Bundles;

namespace Samples.HOT01
{
    public interface ISource
    {
        int Next();
    }

    public struct Pair
    {
        public int First;
        public int Second;
    }

    public abstract class Source
    {
        public abstract int Next();

        public int Twice(int value)
        {
            return 2 * value;
        }
    }

    public static class Cold
    {
        public static int[] Make(int count)
        {
            return new int[count];
        }

        public static int Indirect(int count)
        {
            return Make(count).Length;
        }
    }

    public static class BrokenNew
    {
        [HotPath]
        public static object Run()
        {
            return new object();
        }
    }

    public static class BrokenArray
    {
        [HotPath]
        public static int Run(int count)
        {
            int[] values = new int[count];
            return values[0];
        }
    }

    public static class BrokenBox
    {
        [HotPath]
        public static object Run(int value)
        {
            return value;
        }
    }

    public static class BrokenString
    {
        [HotPath]
        public static string Run()
        {
            return "text";
        }
    }

    public static class BrokenInterfaceCall
    {
        [HotPath]
        public static int Run(ISource source)
        {
            return source.Next();
        }
    }

    public static class BrokenVirtualCall
    {
        [HotPath]
        public static int Run(Source source)
        {
            return source.Next();
        }
    }

    public static class BrokenDelegate
    {
        [HotPath]
        public static void Run(Action action)
        {
            action();
        }
    }

    public static class BrokenTry
    {
        [HotPath]
        public static int Run(int[] values, int at)
        {
            try
            {
                return values[at];
            }
            finally
            {
                values[0] = 1;
            }
        }
    }

    public static class BrokenLock
    {
        [HotPath]
        public static void Run(int[] values)
        {
            lock (values)
            {
                values[0]++;
            }
        }
    }

    public static class BrokenThrow
    {
        [HotPath]
        public static int Run(int value)
        {
            if (value < 0)
            {
                throw new ArgumentException();
            }

            return value;
        }
    }

    public static class BrokenTransitive
    {
        [HotPath]
        public static int Run(int count)
        {
            return Cold.Indirect(count);
        }
    }

    public static class BrokenStruct
    {
        [HotPath]
        public static int Run(int value)
        {
            Pair pair;
            pair.First = value;
            pair.Second = value + 1;
            return Sum(pair);
        }

        private static int Sum(Pair pair)
        {
            return pair.First + pair.Second;
        }
    }

    public static class BrokenLibraryCall
    {
        [HotPath]
        public static double Run(double value)
        {
            return Math.Sqrt(value);
        }
    }

    public sealed class AllowedLoop
    {
        private readonly int[] _values = new int[8];

        [HotPath]
        public int Run(Source source, int[] other, int count)
        {
            int[] values = _values;
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Add(values[i], other[i]) + source.Twice(i);
            }

            Array.Copy(other, 0, values, 0, count);
            return sum;
        }

        public int[] NotHot()
        {
            return Cold.Make(4);
        }

        private static int Add(int a, int b)
        {
            return a + b;
        }
    }
}
