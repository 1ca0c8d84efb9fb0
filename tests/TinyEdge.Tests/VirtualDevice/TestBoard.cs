using TinyEdge.Firmware;
using TinyEdge.VirtualDevice;
using TinyEdge.VirtualDevice.Timing;

namespace TinyEdge.Tests.VirtualDevice;

/// <summary>A board with a stepped clock in a folder of its own.</summary>
internal sealed class TestBoard : IDisposable
{
    public TestBoard(SensorKind sensor = SensorKind.Adxl345, int flashBytes = 256 * 1024)
    {
        Folder = Directory.CreateTempSubdirectory("tinyedge-board-").FullName;
        Clock = new SteppedClock();
        Board = new VirtualBoard(new VirtualDeviceOptions { Folder = Folder, Sensor = sensor, FlashBytes = flashBytes }, Clock);
    }

    public string Folder { get; }

    public SteppedClock Clock { get; }

    public VirtualBoard Board { get; }

    /// <summary>Makes an adapter inside the current boot.</summary>
    public T InBoot<T>(Func<T> make)
    {
        VirtualBoot boot = Board.CurrentBoot ?? Board.Boot();
        using (boot.Enter())
        {
            return make();
        }
    }

    public void Dispose()
    {
        Board.Dispose();
        Directory.Delete(Folder, true);
    }
}

/// <summary>A fact that needs pseudo-terminals, reported as skipped where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PtyFactAttribute : FactAttribute
{
    public PtyFactAttribute()
    {
        if (!TinyEdge.VirtualDevice.Serial.PseudoTerminal.IsSupported)
        {
            Skip = "This system has no pseudo-terminals; the TCP serial port is tested instead.";
        }
    }
}
