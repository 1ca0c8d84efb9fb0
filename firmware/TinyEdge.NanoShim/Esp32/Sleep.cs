using System;
using System.Runtime.CompilerServices;
using TinyEdge.NanoShim;

namespace nanoFramework.Hardware.Esp32;

/// <summary>Light sleep. What wakes the chip is kept for each boot, as in its registers.</summary>
public class Sleep
{
    private static readonly ConditionalWeakTable<IBoardHardware, Wakeup> s_wakeups = [];

    public enum WakeUpPort
    {
        COM1 = 0,
        COM2 = 1,
    }

    public enum WakeupCause
    {
        Undefined = 0,
        Ext0 = 2,
        Ext1 = 3,
        Timer = 4,
        TouchPad = 5,
        Ulp = 6,
        Gpio = 7,
        Uart = 8,
        Wifi = 9,
        CoCpu = 10,
        CoCpuTrapTrig = 11,
        Bt = 12,
    }

    public static EspNativeError EnableWakeupByTimer(TimeSpan time)
    {
        Current().Microseconds = time.Ticks / 10;
        return EspNativeError.OK;
    }

    public static EspNativeError EnableWakeupByUart(WakeUpPort portNumber, int edgeCount)
    {
        if (edgeCount is < 3 or > 0x3FF)
        {
            return EspNativeError.INVALID_ARG;
        }

        Current().OnSerial |= portNumber == WakeUpPort.COM2;
        return EspNativeError.OK;
    }

    public static EspNativeError StartLightSleep()
    {
        Wakeup wakeup = Current();
        bool bySerial = BoardContext.Current.LightSleep(wakeup.Microseconds, wakeup.OnSerial);
        wakeup.Cause = bySerial ? WakeupCause.Uart : WakeupCause.Timer;
        return EspNativeError.OK;
    }

    public static WakeupCause GetWakeupCause() => Current().Cause;

    private static Wakeup Current()
    {
        IBoardHardware board = BoardContext.Current;
        board.ThrowIfReset();
        return s_wakeups.GetOrCreateValue(board);
    }

    private sealed class Wakeup
    {
        public long Microseconds { get; set; }

        public bool OnSerial { get; set; }

        public WakeupCause Cause { get; set; }
    }
}
