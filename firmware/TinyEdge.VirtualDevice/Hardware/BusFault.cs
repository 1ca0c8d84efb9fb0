namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>What can go wrong on the wires.</summary>
public enum BusFault
{
    None = 0,

    /// <summary>The address is not acknowledged; nothing is transferred.</summary>
    AddressNack = 1,

    /// <summary>The transfer breaks off after half of its bytes, which the chip has given or taken.</summary>
    Partial = 2,

    /// <summary>SDA or SCL is held low.</summary>
    StuckBus = 3,
}
