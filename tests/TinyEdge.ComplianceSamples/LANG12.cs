using System;

namespace Samples.LANG12
{
    public enum Phase
    {
        Idle,
        Trial,
    }

    public static class BrokenText
    {
        public static string Run(Phase phase)
        {
            return phase.ToString();
        }
    }

    public static class BrokenConcat
    {
        public static string Run(Phase phase)
        {
            return string.Concat("phase ", phase);
        }
    }

    public static class BrokenFlag
    {
        public static bool Run(Enum value, Enum flag)
        {
            return value.HasFlag(flag);
        }
    }

    public static class AllowedNumber
    {
        public static string Run(Phase phase, int[] counts)
        {
            counts[(int)phase]++;
            return phase == Phase.Idle ? "idle" : ((int)phase).ToString();
        }
    }
}
