namespace TinyEdge.VirtualDevice.Storage;

/// <summary>Files of a folder: the volume outlives its process and can be looked at.</summary>
public sealed class FolderMedium : IFlashMedium
{
    private const string TemporarySuffix = ".committing";

    private readonly string _folder;

    public FolderMedium(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        foreach (string leftOver in Directory.GetFiles(folder, "*" + TemporarySuffix))
        {
            File.Delete(leftOver);
        }
    }

    public string[] Names()
    {
        string[] names = [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.')];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public long LengthOf(string name)
    {
        FileInfo file = new(PathOf(name));
        return file.Exists ? file.Length : -1;
    }

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public void Replace(string name, byte[] content)
    {
        // No file of the volume begins with a dot.
        string temporary = PathOf("." + name + TemporarySuffix);
        using (FileStream stream = File.Create(temporary))
        {
            stream.Write(content);
            stream.Flush(true);
        }

        File.Move(temporary, PathOf(name), true);
    }

    public void Remove(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => Path.Combine(_folder, name);
}
