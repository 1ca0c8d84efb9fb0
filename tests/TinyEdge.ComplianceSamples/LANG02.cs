namespace Samples.LANG02
{
    public sealed class BrokenField
    {
        public int[,] Grid;
    }

    public static class BrokenLocal
    {
        public static int Run(int size)
        {
            int[,] grid = new int[size, size];
            grid[0, 0] = size;
            return grid[size - 1, 0];
        }
    }

    public static class AllowedJagged
    {
        public static int Run(int[][] rows)
        {
            return rows[0][0];
        }
    }
}
