namespace Samples.LANG13
{
    public sealed class BrokenCasts
    {
        public static sbyte[] Run(byte[] bytes)
        {
            return (sbyte[])(object)bytes;
        }
    }

    public sealed class BrokenField
    {
        private readonly sbyte[] _values = new sbyte[4];

        public byte[] Run()
        {
            return (byte[])(object)_values;
        }
    }

    public static class BrokenAs
    {
        public static uint[] Run()
        {
            return (object)new int[4] as uint[];
        }
    }

    public static class AllowedUnbox
    {
        public static byte[] Run(object value, byte[] bytes)
        {
            return value == null ? (byte[])bytes.Clone() : (byte[])value;
        }
    }
}
