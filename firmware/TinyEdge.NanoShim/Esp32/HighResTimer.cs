using TinyEdge.NanoShim;

namespace nanoFramework.Hardware.Esp32;

public class HighResTimer
{
    public static ulong GetCurrent() => (ulong)BoardContext.Current.MicrosecondsSinceBoot;
}
