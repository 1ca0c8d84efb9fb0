namespace Samples.LANG05
{
    public static class BrokenAdd
    {
        public static int Run(int a, int b)
        {
            return checked(a + b);
        }
    }

    public static class BrokenConversion
    {
        public static byte Run(int value)
        {
            checked
            {
                return (byte)value;
            }
        }
    }

    public static class AllowedPlain
    {
        public static byte Run(int a, int b)
        {
            int sum = a + b;
            return sum < 0 || sum > byte.MaxValue ? (byte)0 : (byte)sum;
        }
    }
}
