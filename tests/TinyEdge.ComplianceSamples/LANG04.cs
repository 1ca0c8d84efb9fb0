namespace Samples.LANG04
{
    public static unsafe class BrokenStackalloc
    {
        public static int Run(int count)
        {
            byte* bytes = stackalloc byte[count];
            return bytes[0];
        }
    }

    public static unsafe class BrokenFixed
    {
        public static int Run(byte[] bytes)
        {
            fixed (byte* first = bytes)
            {
                return *first;
            }
        }
    }

    public static unsafe class BrokenFunction
    {
        public static int Run(delegate*<int, int> function)
        {
            return function(1);
        }
    }

    public static class AllowedReference
    {
        public static void Run(ref int value, int[] values)
        {
            ref int first = ref values[0];
            first = value;
            value = 1;
        }
    }
}
