namespace TinyEdge.Tests.Faults.Links;

/// <summary>What happens to the bytes between companion and device.</summary>
internal enum LinkFaultKind
{
    None,

    /// <summary>Both ends see the link broken.</summary>
    Cut,

    /// <summary>The device is gone, and nobody tells the companion: its end stays open and nothing comes.</summary>
    Vanish,

    /// <summary>One byte arrives changed.</summary>
    Flip,
}

/// <summary>A fault that happens once, at a byte of one direction, counted over all connections.</summary>
internal sealed class LinkFault(LinkFaultKind kind, bool toDevice, long at)
{
    private const byte FlippedBits = 0x10;

    private long _toDevice;
    private long _fromDevice;

    /// <summary>Nothing happens; bytes are counted.</summary>
    public static LinkFault None => new(LinkFaultKind.None, false, -1);

    public LinkFaultKind Kind => kind;

    public bool HasHappened { get; private set; }

    /// <summary>Bytes so far each time that the other side began to speak: the boundaries of the protocol's messages.</summary>
    public List<(bool ToDevice, long Bytes)> Turns { get; } = [];

    public long Bytes(bool direction) => direction ? _toDevice : _fromDevice;

    /// <summary>Counts bytes on their way, alters them if it is their turn, and says how many pass.</summary>
    /// <param name="direction">True: to the device.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="ends">Whether the link ends behind those that pass.</param>
    public int Pass(bool direction, Span<byte> bytes, out bool ends)
    {
        long before = Bytes(direction);
        int count = bytes.Length;
        bool reaches = kind == LinkFaultKind.Flip ? before + count > at : before + count >= at;
        ends = false;
        if (kind != LinkFaultKind.None && !HasHappened && direction == toDevice && reaches)
        {
            HasHappened = true;
            ends = kind != LinkFaultKind.Flip;
            count = ends ? (int)(at - before) : count;
            if (!ends)
            {
                bytes[(int)(at - before)] ^= FlippedBits;
            }
        }

        Note(direction, before + count);
        return count;
    }

    private void Note(bool direction, long bytes)
    {
        if (direction)
        {
            _toDevice = bytes;
        }
        else
        {
            _fromDevice = bytes;
        }

        if (Turns.Count > 0 && Turns[^1].ToDevice == direction)
        {
            Turns.RemoveAt(Turns.Count - 1);
        }

        Turns.Add((direction, bytes));
    }
}
