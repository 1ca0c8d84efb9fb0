using TinyEdge.Bundles;

namespace TinyEdge.VirtualDevice;

/// <summary>The pinned keys of a virtual device, in the place of the constants of a board's PinnedKeys.cs.</summary>
/// <param name="keys">The first four count.</param>
public sealed class PinnedKeyRecords(IReadOnlyList<PublicKey> keys) : IKeySource
{
    public int Count => Math.Min(keys.Count, KeyRing.Capacity);

    public ResultCode TryRead(int slot, byte[] record, int offset)
    {
        keys[slot].CopyRecord(record, offset);
        return ResultCode.Ok;
    }
}
