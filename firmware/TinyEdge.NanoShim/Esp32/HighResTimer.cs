using System;
using TinyEdge.NanoShim;

namespace nanoFramework.Hardware.Esp32;

public class HighResTimer : IDisposable
{
    public static ulong GetCurrent() => (ulong)BoardContext.Current.MicrosecondsSinceBoot;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Nothing to release: only the counter is shimmed, no timer.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
