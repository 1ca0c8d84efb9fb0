using System;
using System.Collections.Generic;

namespace Samples.LANG01
{
    public static class BrokenMethod
    {
        public static T Run<T>(T value)
        {
            return value;
        }
    }

    public sealed class BrokenType<T>
    {
        public T Value;
    }

    public sealed class BrokenField
    {
        public List<int> Values;
    }

    public static class BrokenNullable
    {
        public static int Run(int? value)
        {
            return value.HasValue ? 1 : 0;
        }
    }

    public static class BrokenCall
    {
        public static int[] Run()
        {
            return Array.Empty<int>();
        }
    }

    public sealed class BrokenInterface : IEquatable<BrokenInterface>
    {
        public bool Equals(BrokenInterface other)
        {
            return other != null;
        }
    }

    public static class BrokenTuple
    {
        public static int Run(int a, int b)
        {
            (int, int) pair = Swap(a, b);
            return pair.Item1;
        }

        private static (int, int) Swap(int a, int b)
        {
            return (b, a);
        }
    }

    public static class AllowedPlain
    {
        public static object Run(Action action, object[] values)
        {
            action();
            return values[0] as string;
        }
    }
}
