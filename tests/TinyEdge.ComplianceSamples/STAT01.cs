namespace Samples.STAT01
{
    public static class Tables
    {
        public const int Size = 4;
        public static readonly int[] First = { 1, 2, 3 };

        public static int Sum(int factor)
        {
            return First[0] * factor;
        }

        public static int Twice(int value)
        {
            return 2 * value;
        }
    }

    public sealed class Reader
    {
        public readonly int Value;

        public Reader()
        {
            Value = Tables.First[1];
        }
    }

    public static class BrokenField
    {
        public static readonly int Value = Tables.First[0];
    }

    public static class BrokenCall
    {
        public static readonly int Value = Deep(1);

        private static int Deep(int factor)
        {
            return Tables.Sum(factor);
        }
    }

    public static class BrokenConstructor
    {
        public static readonly int Value = new Reader().Value;
    }

    public static class BrokenVirtual
    {
        public static readonly string Value = new Reader().ToString();
    }

    public static class BrokenLibrary
    {
        public static readonly string Value = string.Empty;
    }

    public static class AllowedOwn
    {
        public static readonly int[] Values = new int[Tables.Size];
        public static readonly int Count = Values.Length + Tables.Twice(Tables.Size);

        public static int Later()
        {
            return Tables.First[0];
        }
    }
}
