namespace TinyEdge.VirtualDevice.Storage;

/// <summary>What the volume is about to do to its flash.</summary>
public enum FlashOperationKind
{
    /// <summary>A new, empty file gets its name; durable at once.</summary>
    Create = 0,

    /// <summary>Dispose: what was written becomes durable.</summary>
    Commit = 1,
    Delete = 2,
    Move = 3,
    Format = 4,

    /// <summary>The first write to an open file: blocks are taken and erased for it. Nothing durable changes.</summary>
    Erase = 5,

    /// <summary>A read of a file's bytes. Not counted as an operation; nothing changes.</summary>
    Read = 6,

    /// <summary>A file is opened for reading alone, which reads its metadata. Not counted as an operation; nothing changes.</summary>
    OpenToRead = 7,
}

/// <summary>One operation; <paramref name="Ordinal"/> counts from 1 since the volume was mounted by this process, reads apart.</summary>
/// <param name="Ordinal">Number of the operation: of those that write or erase, or, for a read, of those that read.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The file.</param>
/// <param name="Bytes">Bytes that a commit changes, from the first changed one to the end of what was written; bytes of a read.</param>
public readonly record struct FlashOperation(long Ordinal, FlashOperationKind Kind, string Name, int Bytes)
{
    /// <summary>Whether it only reads.</summary>
    public bool IsRead => Kind is FlashOperationKind.Read or FlashOperationKind.OpenToRead;
}
