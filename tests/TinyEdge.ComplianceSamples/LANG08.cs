using System;

namespace Samples.LANG08
{
    public static class BrokenWhen
    {
        public static int Run(int[] values, int at)
        {
            try
            {
                return values[at];
            }
            catch (Exception) when (at < 0)
            {
                return 0;
            }
        }
    }

    public static class AllowedTest
    {
        public static int Run(int[] values, int at)
        {
            try
            {
                return values[at];
            }
            catch (Exception)
            {
                if (at >= 0)
                {
                    throw;
                }

                return 0;
            }
            finally
            {
                values[0] = at;
            }
        }
    }
}
