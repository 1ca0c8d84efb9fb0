namespace TinyEdge.VirtualDevice.Storage;

/// <summary>
/// Erases of each block, as LittleFS spreads them: a written file takes new blocks before it gives the old ones back, blocks are taken from a
/// position that walks round the volume, and each change of a name or a file is a record in one of the two blocks of the root
/// directory, which is compacted into the other when it is full. ESTIMATED: littlefs also keeps small files inside the directory, which saves
/// most of the data blocks counted here, and moves a directory whose block has been erased often.
/// </summary>
public sealed class FlashWear
{
    /// <summary>Bytes of a metadata record: LittleFS on ESP32 programs 128 bytes at a time.</summary>
    public const int RecordBytes = 128;

    // What a compacted directory still holds of a block: names, attributes, list heads of a dozen files.
    private const int CompactedBytes = 1024;

    private readonly int[] _erases;
    private readonly bool[] _used;
    private readonly Dictionary<string, int[]> _blocks = new(StringComparer.Ordinal);
    private readonly int _blockBytes;
    private int _cursor;
    private int _directory;
    private int _directoryBytes;

    public FlashWear(int blocks, int blockBytes)
    {
        _erases = new int[blocks];
        _used = new bool[blocks];
        _used[0] = _used[1] = true;
        _cursor = 1;
        _blockBytes = blockBytes;
    }

    /// <summary>Erases of each block; the first two are the root directory's.</summary>
    public IReadOnlyList<int> Erases => _erases;

    /// <summary>Of the block that was erased most, the root directory aside.</summary>
    public int MostDataErases => _erases.Skip(2).Max();

    /// <summary>Of the more erased block of the root directory.</summary>
    public int DirectoryErases => Math.Max(_erases[0], _erases[1]);

    public long TotalErases => _erases.Sum(count => (long)count);

    internal void Written(string name, int blocks, int firstChangedBlock)
    {
        int[] old = _blocks.GetValueOrDefault(name, []);
        int[] now = new int[blocks];
        for (int i = 0; i < blocks; i++)
        {
            now[i] = i < firstChangedBlock && i < old.Length ? old[i] : Take();
        }

        Give(old.Except(now));
        _blocks[name] = now;
        Record();
    }

    internal void Removed(string name)
    {
        Give(_blocks.GetValueOrDefault(name, []));
        _blocks.Remove(name);
        Record();
    }

    internal void Record()
    {
        _directoryBytes += RecordBytes;
        if (_directoryBytes > _blockBytes)
        {
            _directory ^= 1;
            _erases[_directory]++;
            _directoryBytes = CompactedBytes;
        }
    }

    private int Take()
    {
        for (int tried = 0; tried < _used.Length; tried++)
        {
            _cursor = (_cursor + 1) % _used.Length;
            if (!_used[_cursor])
            {
                _used[_cursor] = true;
                _erases[_cursor]++;
                return _cursor;
            }
        }

        throw new IOException("The volume is full.");
    }

    private void Give(IEnumerable<int> blocks)
    {
        foreach (int block in blocks)
        {
            _used[block] = false;
        }
    }
}
