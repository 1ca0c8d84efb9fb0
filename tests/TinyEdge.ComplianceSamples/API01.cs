using System;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace Samples.API01
{
    public static class BrokenMember
    {
        public static void Run(byte[] from, byte[] to)
        {
            Buffer.BlockCopy(from, 0, to, 0, 4);
        }
    }

    public static class BrokenOverload
    {
        // string.Concat has an overload for four strings on the device, and none that joins with a separator.
        public static string Run(string[] parts)
        {
            return string.Join(",", parts);
        }
    }

    public static class BrokenDecimal
    {
        public static decimal Run(decimal value)
        {
            return value + 1m;
        }
    }

    public static class BrokenSignature
    {
        // Both have Math.Max; the device's is in an assembly of its own and has no overload for long.
        public static long Run(long a, long b)
        {
            return Math.Max(a, b);
        }
    }

    public static class BrokenAttribute
    {
        [ThreadStatic]
        public static int Count;
    }

    public static class BrokenAttributeProperty
    {
        [Obsolete("", DiagnosticId = "X")]
        public static int Next(int value)
        {
            return value + 1;
        }
    }

    public sealed class BrokenBase : System.Collections.CollectionBase
    {
    }

    public sealed class BrokenField
    {
        public System.Text.RegularExpressions.Regex[] Patterns;
    }

    public static class BrokenCatch
    {
        public static int Run(int[] values)
        {
            try
            {
                return values[0];
            }
            catch (ArithmeticException)
            {
                return 0;
            }
        }
    }

    public static class BrokenMonitor
    {
        public static void Run(object gate)
        {
            bool taken = false;
            Monitor.Enter(gate, ref taken);
            Monitor.Exit(gate);
        }
    }

    [AttributeUsage(AttributeTargets.Class, Inherited = false)]
    public sealed class AllowedAttribute : Attribute
    {
    }

    [Allowed]
    [Serializable]
    public sealed class AllowedUse : IDisposable
    {
        private readonly object _gate = new object();
        private readonly StringBuilder _text = new StringBuilder();

        public int Count { get; private set; }

        public void Dispose()
        {
            lock (_gate)
            {
                _text.Append(DateTime.UtcNow.Ticks);
                Count++;
            }
        }

        public byte[] Digest(byte[] key, byte[] source)
        {
            byte[] copy = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
            Array.Copy(source, 0, copy, 0, 4);
            foreach (byte each in copy)
            {
                Count += each;
            }

            Type type = typeof(AllowedUse);
            Console.WriteLine(type.FullName + string.Concat("a", "b", "c"));
            return HMACSHA256.HashData(key, copy);
        }

        public override string ToString()
        {
            return base.ToString() + _text.ToString();
        }
    }
}
