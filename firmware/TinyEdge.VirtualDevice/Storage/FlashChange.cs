namespace TinyEdge.VirtualDevice.Storage;

/// <summary>What a commit would do to a file, and what is there when it goes wrong half way.</summary>
/// <param name="Old">Content before.</param>
/// <param name="Image">Content after.</param>
/// <param name="First">First byte that may differ.</param>
/// <param name="End">End of what was written.</param>
internal readonly record struct FlashChange(byte[] Old, byte[] Image, int First, int End)
{
    private const byte Erased = 0xFF;

    public int Bytes => End - First;

    /// <summary>Content after the fault; <see cref="Image"/> when it is none of those that leave something half done.</summary>
    public byte[] After(FlashFault fault) => fault.Kind switch
    {
        FlashFaultKind.CutTorn => Prefix(Math.Clamp(fault.KeptBytes, 0, Bytes)),
        FlashFaultKind.CutShort when fault.KeptBytes < 0 => [],
        FlashFaultKind.CutShort => Image[..Math.Min(Image.Length, First + Math.Min(fault.KeptBytes, Bytes))],
        FlashFaultKind.CutErased => Overwritten((First, First + (Bytes / 2)), _ => Erased),
        FlashFaultKind.CutNoise => Overwritten((First, First + (Bytes / 2)), Noise),
        FlashFaultKind.CutTail => Tail(),
        FlashFaultKind.Silent => Silent(),
        FlashFaultKind.NotErased => NotErased(),
        _ => Image,
    };

    private byte[] Prefix(int kept)
    {
        int upTo = Math.Min(Image.Length, First + kept);
        byte[] torn = new byte[Math.Max(upTo, Old.Length)];
        Old.CopyTo(torn, 0);
        Array.Copy(Image, torn, upTo);
        return torn;
    }

    private byte[] Overwritten((int From, int To) range, Func<int, byte> value)
    {
        byte[] damaged = new byte[Math.Max(Old.Length, range.To)];
        Old.CopyTo(damaged, 0);
        for (int i = range.From; i < range.To; i++)
        {
            damaged[i] = value(i);
        }

        return damaged;
    }

    private byte[] Tail()
    {
        byte[] damaged = [.. Image];
        for (int i = First; i < First + (Bytes / 2); i++)
        {
            damaged[i] = i < Old.Length ? Old[i] : Erased;
        }

        return damaged;
    }

    private byte[] Silent()
    {
        byte[] same = new byte[Image.Length];
        Array.Fill(same, Erased);
        Array.Copy(Old, same, Math.Min(Old.Length, same.Length));
        return same;
    }

    private byte[] NotErased()
    {
        byte[] mixed = [.. Image];
        for (int i = First; i < Math.Min(End, mixed.Length); i++)
        {
            mixed[i] &= i < Old.Length ? Old[i] : Noise(i);
        }

        return mixed;
    }

    // The same on every run, and unlike anything that is written.
    private static byte Noise(int index) => (byte)(((index * 167) + 13) ^ (index >> 3));
}
