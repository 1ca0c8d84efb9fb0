namespace TinyEdge.VirtualDevice;

/// <summary>Why a boot ended.</summary>
public enum BootEnd
{
    /// <summary>It has not.</summary>
    Running = 0,

    /// <summary>The firmware asked for a reboot.</summary>
    Reboot = 1,

    /// <summary>Reset from outside, the button.</summary>
    HardReset = 2,

    /// <summary>Power went away.</summary>
    PowerLoss = 3,

    /// <summary>Main returned: on the device the CLR halts for ever.</summary>
    MainReturned = 4,

    /// <summary>An exception left Main or a thread: on the device the CLR halts for ever.</summary>
    Unhandled = 5,
}
