namespace TinyEdge.VirtualDevice.Storage;

/// <summary>
/// Where a volume keeps the bytes of its files: a folder that a person can look at, or memory. Holds no rule of the file system; those are
/// <see cref="FlashVolume"/>'s. Names have been checked. Arrays given and taken are never changed afterwards.
/// </summary>
public interface IFlashMedium
{
    /// <summary>Names of all files, in ordinal order.</summary>
    string[] Names();

    /// <summary>Bytes of a file, or -1 when there is none of that name.</summary>
    long LengthOf(string name);

    /// <summary>Content of a file that is there.</summary>
    byte[] Read(string name);

    /// <summary>Makes or replaces a file as a whole.</summary>
    void Replace(string name, byte[] content);

    void Remove(string name);
}
