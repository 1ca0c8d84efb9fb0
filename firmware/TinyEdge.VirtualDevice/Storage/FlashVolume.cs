using TinyEdge.NanoShim;

namespace TinyEdge.VirtualDevice.Storage;

/// <summary>
/// The volume <c>I:</c> with the rules of LittleFS on nanoFramework: written bytes are durable only after the file is closed, a move fails
/// when its target exists, and space is counted in blocks, copies on write included. Its bytes lie in a folder or in memory; its
/// faults are more than LittleFS would let happen, for what is above must not rely on a file system that was never cut.
/// </summary>
public sealed class FlashVolume : IFlashVolume
{
    public const int DefaultTotalBytes = 256 * 1024;
    public const int DefaultBlockBytes = 4096;

    // The pair of blocks that holds the superblock and the root directory.
    private const int ReservedBlocks = 2;
    private const int LongestName = 64;

    private readonly Lock _gate = new();
    private readonly IFlashMedium _medium;
    private readonly List<FlashFile> _open = [];
    private long _operations;
    private long _reads;

    public FlashVolume(string folder, int totalBytes = DefaultTotalBytes, int blockBytes = DefaultBlockBytes)
        : this(new FolderMedium(folder), totalBytes, blockBytes)
    {
    }

    public FlashVolume(IFlashMedium medium, int totalBytes = DefaultTotalBytes, int blockBytes = DefaultBlockBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 128);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalBytes, (ReservedBlocks + 1) * blockBytes);
        _medium = medium;
        TotalBytes = totalBytes;
        BlockBytes = blockBytes;
    }

    public long TotalBytes { get; }

    public int BlockBytes { get; }

    /// <summary>Operations that write or erase since this process mounted the volume.</summary>
    public long OperationCount => _operations;

    /// <summary>Reads since then.</summary>
    public long ReadCount => _reads;

    /// <summary>Faults to inject, or null.</summary>
    public IFlashFaults? Faults { get; set; }

    /// <summary>Counts erases block by block, or null.</summary>
    public FlashWear? Wear { get; set; }

    /// <summary>Blocks that nothing occupies, open files included.</summary>
    public int FreeBlocks
    {
        get
        {
            lock (_gate)
            {
                return FreeBlocksExcept(null);
            }
        }
    }

    internal Lock Gate => _gate;

    public bool Exists(string name)
    {
        lock (_gate)
        {
            return IsThere(name);
        }
    }

    public string[] List()
    {
        lock (_gate)
        {
            return _medium.Names();
        }
    }

    public IFlashFile Open(string name, FlashOpenMode mode, FlashAccess access)
    {
        lock (_gate)
        {
            bool exists = IsThere(name);
            bool writes = (access & FlashAccess.Write) != 0;
            Check(name, mode, exists, writes);
            if (!exists)
            {
                Create(name);
            }
            else if (!writes)
            {
                BeforeRead(FlashOperationKind.OpenToRead, name, 0);
            }

            FlashFile opened = new(this, name, _medium.Read(name), writes);
            if (mode is FlashOpenMode.Create or FlashOpenMode.Truncate)
            {
                opened.SetLength(0);
            }

            _open.Add(opened);
            return opened;
        }
    }

    public void Delete(string name)
    {
        lock (_gate)
        {
            RequireThere(name);
            Perform(FlashOperationKind.Delete, name, 0, fault =>
            {
                switch (fault.Kind)
                {
                    case FlashFaultKind.CutShort:
                        _medium.Replace(name, []);
                        break;
                    case FlashFaultKind.Silent:
                        break;
                    default:
                        _medium.Remove(name);
                        Wear?.Removed(name);
                        break;
                }
            });
        }
    }

    public void Move(string source, string target)
    {
        lock (_gate)
        {
            RequireThere(source);
            if (IsThere(target))
            {
                throw new IOException($"'{target}' exists; the platform does not replace by renaming.");
            }

            Perform(FlashOperationKind.Move, source, 0, fault =>
            {
                _medium.Replace(target, _medium.Read(source));
                if (fault.Kind != FlashFaultKind.CutTorn)
                {
                    _medium.Remove(source);
                }

                Wear?.Record();
            });
        }
    }

    public void Format()
    {
        lock (_gate)
        {
            Perform(FlashOperationKind.Format, "", 0, fault =>
            {
                string[] names = _medium.Names();
                for (int i = 0; i < names.Length; i += fault.Kind == FlashFaultKind.CutTorn ? 2 : 1)
                {
                    _medium.Remove(names[i]);
                    Wear?.Removed(names[i]);
                }
            });
        }
    }

    /// <summary>Takes every free block with one file, as whoever else writes to the volume could.</summary>
    /// <returns>Its length.</returns>
    public int Fill(string name)
    {
        lock (_gate)
        {
            byte[] image = new byte[FreeBlocks * BlockBytes];
            RequireValid(name);
            _medium.Replace(name, image);
            return image.Length;
        }
    }

    /// <summary>Bit rot: turns one bit of a file where it lies, and no operation is counted.</summary>
    public void FlipBit(string name, long bit)
    {
        lock (_gate)
        {
            RequireThere(name);
            byte[] content = [.. _medium.Read(name)];
            content[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            _medium.Replace(name, content);
        }
    }

    /// <summary>The processor was reset: files still open lose what was written to them.</summary>
    public void DropOpenFiles()
    {
        lock (_gate)
        {
            foreach (FlashFile file in _open)
            {
                file.Drop();
            }

            _open.Clear();
        }
    }

    internal void BeforeErase(string name, int blocks) => Perform(FlashOperationKind.Erase, name, blocks * BlockBytes, _ => { });

    internal void BeforeRead(FlashOperationKind kind, string name, int bytes)
    {
        _reads++;
        FlashFault fault = Faults?.Next(new FlashOperation(_reads, kind, name, bytes)) ?? default;
        Refuse(fault);
    }

    internal void Commit(string name, FlashChange change)
    {
        Perform(FlashOperationKind.Commit, name, change.Bytes, fault =>
        {
            byte[] after = change.After(fault);
            _medium.Replace(name, after);
            Wear?.Written(name, BlocksOf(after.Length), change.First / BlockBytes);
        });
    }

    internal void Forget(FlashFile file) => _open.Remove(file);

    internal int FreeBlocksExcept(FlashFile? except)
    {
        int used = ReservedBlocks;
        foreach (string name in _medium.Names())
        {
            used += BlocksOf(_medium.LengthOf(name));
        }

        foreach (FlashFile file in _open)
        {
            used += file == except ? 0 : file.CopiedBlocks;
        }

        return (int)(TotalBytes / BlockBytes) - used;
    }

    internal int BlocksOf(long length) => (int)Math.Max(1, (length + BlockBytes - 1) / BlockBytes);

    private void Check(string name, FlashOpenMode mode, bool exists, bool writes)
    {
        if (exists && mode == FlashOpenMode.CreateNew)
        {
            throw new IOException($"'{name}' exists.");
        }

        if (!exists && mode is FlashOpenMode.Open or FlashOpenMode.Truncate)
        {
            throw new IOException($"'{name}' does not exist.");
        }

        if (writes && _open.Exists(file => file.Writes && file.Name == name))
        {
            throw new IOException($"'{name}' is already open for writing.");
        }
    }

    private void Create(string name)
    {
        if (FreeBlocksExcept(null) < 1)
        {
            throw new IOException("The volume is full.");
        }

        Perform(FlashOperationKind.Create, name, 0, _ =>
        {
            _medium.Replace(name, []);
            Wear?.Written(name, 0, 0);
        });
    }

    // The action is told the fault, for what is left of an operation that ends half way.
    private void Perform(FlashOperationKind kind, string name, int bytes, Action<FlashFault> action)
    {
        _operations++;
        FlashFault fault = Faults?.Next(new FlashOperation(_operations, kind, name, bytes)) ?? default;
        Refuse(fault);
        bool inParts = kind is FlashOperationKind.Commit or FlashOperationKind.Move or FlashOperationKind.Format;
        if (fault.Kind != FlashFaultKind.CutTorn || inParts)
        {
            action(fault);
        }

        if (IsCut(fault.Kind))
        {
            throw new PowerCutException();
        }
    }

    private static void Refuse(FlashFault fault)
    {
        switch (fault.Kind)
        {
            case FlashFaultKind.CutBefore:
                throw new PowerCutException();
            case FlashFaultKind.Error:
                throw new IOException("The flash reported an error, as a fault plan asked.");
            case FlashFaultKind.Full:
                throw new IOException("The volume is full, as a fault plan asked.");
        }
    }

    private static bool IsCut(FlashFaultKind kind) => kind
        is FlashFaultKind.CutTorn or FlashFaultKind.CutAfter or FlashFaultKind.CutShort
        or FlashFaultKind.CutErased or FlashFaultKind.CutNoise or FlashFaultKind.CutTail;

    private bool IsThere(string name)
    {
        RequireValid(name);
        return _medium.LengthOf(name) >= 0;
    }

    private void RequireThere(string name)
    {
        if (!IsThere(name))
        {
            throw new IOException($"'{name}' does not exist.");
        }
    }

    private static void RequireValid(string name)
    {
        bool valid = name.Length is > 0 and <= LongestName && name[0] != '.';
        foreach (char c in name)
        {
            valid &= char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
        }

        if (!valid)
        {
            throw new IOException($"'{name}' is not a file name of this volume.");
        }
    }
}
