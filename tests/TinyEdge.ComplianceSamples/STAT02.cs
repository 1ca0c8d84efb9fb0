using System;
using System.Threading;

namespace Samples.STAT02
{
    public static class BrokenField
    {
        public static int Count;
    }

    public static class BrokenProperty
    {
        public static string Name { get; set; }
    }

    public static class BrokenObject
    {
        public static readonly object Gate = new object();
    }

    public static class BrokenArrayOfObjects
    {
        public static readonly Version[] All = new Version[2];
    }

    public static class BrokenLambda
    {
        public static Thread Run()
        {
            return new Thread(() => Thread.Sleep(1));
        }
    }

    public sealed class AllowedConstants
    {
        public const int Size = 4;
        private static readonly byte[] s_table = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
        private static readonly string s_name = "table";
        private int _count;

        public Thread Run()
        {
            return new Thread(Work);
        }

        private void Work()
        {
            _count += s_table[Size] + s_name.Length;
        }
    }
}
