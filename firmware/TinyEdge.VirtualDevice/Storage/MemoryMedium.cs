namespace TinyEdge.VirtualDevice.Storage;

/// <summary>Files in memory: for campaigns that wear out a hundred thousand volumes. Copies share content, which nobody changes.</summary>
public sealed class MemoryMedium : IFlashMedium
{
    private readonly SortedDictionary<string, byte[]> _files;

    public MemoryMedium()
    {
        _files = new(StringComparer.Ordinal);
    }

    private MemoryMedium(SortedDictionary<string, byte[]> files)
    {
        _files = new(files, StringComparer.Ordinal);
    }

    public MemoryMedium Clone() => new(_files);

    public string[] Names() => [.. _files.Keys];

    public long LengthOf(string name) => _files.TryGetValue(name, out byte[]? content) ? content.Length : -1;

    public byte[] Read(string name) => _files[name];

    public void Replace(string name, byte[] content) => _files[name] = content;

    public void Remove(string name) => _files.Remove(name);
}
