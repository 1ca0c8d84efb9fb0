namespace TinyEdge.Companion.Devices;

/// <summary>Why bytes are no line of a device.</summary>
public enum LineFault
{
    None,
    TooLong,
    NoChecksum,
    WrongChecksum,
    BadCharacter,
    BadField,
    DuplicateLabel,
}
