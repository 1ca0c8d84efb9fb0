using TinyEdge.Bundles;

namespace Samples.HOT02
{
    public static class Table
    {
        public static readonly int[] Values = { 1, 2, 3, 4, 5 };
    }

    public static class BrokenInLoop
    {
        [HotPath]
        public static int Run(int count)
        {
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Table.Values[i];
            }

            return sum;
        }
    }

    public static class AllowedBefore
    {
        [HotPath]
        public static int Run(int count)
        {
            int[] values = Table.Values;
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += values[i];
            }

            return sum;
        }

        public static int NotHot(int count)
        {
            int sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Table.Values[i];
            }

            return sum;
        }
    }
}
