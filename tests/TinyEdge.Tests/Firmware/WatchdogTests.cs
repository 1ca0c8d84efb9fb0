using TinyEdge.Firmware;

namespace TinyEdge.Tests.Firmware;

public class WatchdogTests
{
    [Fact]
    public void Look_LoopComesRound_NeverBites()
    {
        Watchdog watchdog = new();
        for (int round = 1; round < 1000; round++)
        {
            Assert.False(watchdog.Look(round));
        }
    }

    [Fact]
    public void R05_R06_R07_Look_LoopStands_BitesAfterItsPatienceAndNoSooner()
    {
        Watchdog watchdog = new();
        watchdog.Look(5);
        for (int miss = 1; miss < Watchdog.Patience; miss++)
        {
            Assert.False(watchdog.Look(5));
        }

        Assert.True(watchdog.Look(5));
    }

    [Fact]
    public void Look_LoopComesRoundAgain_StartsCountingAnew()
    {
        Watchdog watchdog = new();
        watchdog.Look(5);
        for (int miss = 1; miss < Watchdog.Patience; miss++)
        {
            watchdog.Look(5);
        }

        Assert.False(watchdog.Look(6));
        Assert.False(watchdog.Look(6));
    }

    [Fact]
    public void R05_Look_BootNeverEnds_BitesInTheEnd()
    {
        Watchdog watchdog = new();
        int looks = 1;
        while (!watchdog.Look(0))
        {
            looks++;
        }

        Assert.Equal(Watchdog.BootPatience, looks);
    }
}
