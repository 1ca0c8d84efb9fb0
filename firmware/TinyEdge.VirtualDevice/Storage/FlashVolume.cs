using TinyEdge.NanoShim;

namespace TinyEdge.VirtualDevice.Storage;

/// <summary>
/// The volume <c>I:</c> over a folder, with the rules of LittleFS on nanoFramework: written bytes are durable only after the file is
/// closed, a move fails when its target exists, and space is counted in blocks, copies on write included. Every file of the
/// volume is one file of the folder, so a volume outlives its process and can be looked at.
/// </summary>
public sealed class FlashVolume : IFlashVolume
{
    public const int DefaultTotalBytes = 256 * 1024;
    public const int DefaultBlockBytes = 4096;

    // The pair of blocks that holds the superblock and the root directory.
    private const int ReservedBlocks = 2;
    private const int LongestName = 64;
    private const string TemporarySuffix = ".committing";

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly List<OpenFile> _open = [];
    private long _operations;

    public FlashVolume(string folder, int totalBytes = DefaultTotalBytes, int blockBytes = DefaultBlockBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockBytes, 128);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalBytes, (ReservedBlocks + 1) * blockBytes);
        _folder = folder;
        TotalBytes = totalBytes;
        BlockBytes = blockBytes;
        Directory.CreateDirectory(folder);
        foreach (string leftOver in Directory.GetFiles(folder, "*" + TemporarySuffix))
        {
            File.Delete(leftOver);
        }
    }

    public long TotalBytes { get; }

    public int BlockBytes { get; }

    /// <summary>Durable operations since this process mounted the volume.</summary>
    public long OperationCount => _operations;

    /// <summary>Faults to inject, or null.</summary>
    public IFlashFaults? Faults { get; set; }

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

    public bool Exists(string name)
    {
        lock (_gate)
        {
            return File.Exists(HostPath(name));
        }
    }

    public string[] List()
    {
        lock (_gate)
        {
            string[] names = [.. Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)!)];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
    }

    public IFlashFile Open(string name, FlashOpenMode mode, FlashAccess access)
    {
        lock (_gate)
        {
            string path = HostPath(name);
            bool exists = File.Exists(path);
            bool writes = (access & FlashAccess.Write) != 0;
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

            if (!exists)
            {
                Create(name, path);
            }

            bool truncates = mode is FlashOpenMode.Create or FlashOpenMode.Truncate;
            var opened = new OpenFile(this, name, File.ReadAllBytes(path), writes);
            if (truncates)
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
            string path = HostPath(name);
            if (!File.Exists(path))
            {
                throw new IOException($"'{name}' does not exist.");
            }

            Perform(FlashOperationKind.Delete, name, 0, _ => File.Delete(path));
        }
    }

    public void Move(string source, string target)
    {
        lock (_gate)
        {
            string from = HostPath(source);
            string to = HostPath(target);
            if (!File.Exists(from))
            {
                throw new IOException($"'{source}' does not exist.");
            }

            if (File.Exists(to))
            {
                throw new IOException($"'{target}' exists; the platform does not replace by renaming.");
            }

            Perform(FlashOperationKind.Move, source, 0, _ => File.Move(from, to));
        }
    }

    public void Format()
    {
        lock (_gate)
        {
            Perform(FlashOperationKind.Format, "", 0, _ =>
            {
                foreach (string name in List())
                {
                    File.Delete(HostPath(name));
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
            File.WriteAllBytes(HostPath(name), image);
            return image.Length;
        }
    }

    /// <summary>The processor was reset: files still open lose what was written to them.</summary>
    public void DropOpenFiles()
    {
        lock (_gate)
        {
            foreach (OpenFile file in _open)
            {
                file.Drop();
            }

            _open.Clear();
        }
    }

    private void Create(string name, string path)
    {
        if (FreeBlocksExcept(null) < 1)
        {
            throw new IOException("The volume is full.");
        }

        Perform(FlashOperationKind.Create, name, 0, _ => File.WriteAllBytes(path, []));
    }

    private void Commit(OpenFile file, byte[] old, byte[] image, int firstChanged, int endChanged)
    {
        Perform(FlashOperationKind.Commit, file.Name, endChanged - firstChanged, kept =>
        {
            byte[] result = kept < 0 ? image : Tear(old, image, firstChanged, kept);
            string path = HostPath(file.Name);
            string temporary = path + TemporarySuffix;
            using (FileStream stream = File.Create(temporary))
            {
                stream.Write(result);
                stream.Flush(true);
            }

            File.Move(temporary, path, true);
        });
    }

    private static byte[] Tear(byte[] old, byte[] image, int firstChanged, int kept)
    {
        int upTo = Math.Min(image.Length, firstChanged + kept);
        byte[] torn = new byte[Math.Max(upTo, old.Length)];
        old.CopyTo(torn, 0);
        Array.Copy(image, torn, upTo);
        return torn;
    }

    // The action's argument: bytes of the change that become durable, or -1 for all.
    private void Perform(FlashOperationKind kind, string name, int bytes, Action<int> action)
    {
        _operations++;
        FlashFault fault = Faults?.Next(new FlashOperation(_operations, kind, name, bytes)) ?? default;
        switch (fault.Kind)
        {
            case FlashFaultKind.CutBefore:
                throw new PowerCutException();
            case FlashFaultKind.Error:
                throw new IOException("The flash reported an error, as a fault plan asked.");
            case FlashFaultKind.CutTorn:
                if (kind == FlashOperationKind.Commit)
                {
                    action(Math.Clamp(fault.KeptBytes, 0, bytes));
                }

                throw new PowerCutException();
            default:
                action(-1);
                break;
        }

        if (fault.Kind == FlashFaultKind.CutAfter)
        {
            throw new PowerCutException();
        }
    }

    private int FreeBlocksExcept(OpenFile? except)
    {
        int used = ReservedBlocks;
        foreach (string path in Directory.GetFiles(_folder))
        {
            used += BlocksOf(new FileInfo(path).Length);
        }

        foreach (OpenFile file in _open)
        {
            used += file == except ? 0 : file.CopiedBlocks;
        }

        return (int)(TotalBytes / BlockBytes) - used;
    }

    private int BlocksOf(long length) => (int)Math.Max(1, (length + BlockBytes - 1) / BlockBytes);

    private string HostPath(string name)
    {
        bool valid = name.Length is > 0 and <= LongestName && !name.EndsWith(TemporarySuffix, StringComparison.Ordinal)
            && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
        return valid ? Path.Combine(_folder, name) : throw new IOException($"'{name}' is not a file name of this volume.");
    }

    private sealed class OpenFile(FlashVolume volume, string name, byte[] content, bool writes) : IFlashFile
    {
        private readonly byte[] _old = content;
        private byte[] _bytes = content;
        private int _length = content.Length;
        private int _firstChanged = int.MaxValue;
        private int _endChanged;
        private bool _closed;

        public string Name => name;

        public bool Writes => writes;

        public long Length => _length;

        // A changed block and every block after it are written anew before the old ones are freed.
        public int CopiedBlocks => CopiedBlocksFor(_firstChanged, _length);

        public int Read(long position, byte[] buffer, int offset, int count)
        {
            lock (volume._gate)
            {
                int read = (int)Math.Clamp(_length - position, 0, count);
                Array.Copy(_bytes, position, buffer, offset, read);
                return read;
            }
        }

        public void Write(long position, byte[] buffer, int offset, int count)
        {
            lock (volume._gate)
            {
                if (_closed || !writes)
                {
                    throw new IOException($"'{name}' is not open for writing.");
                }

                int end = (int)position + count;
                int first = Math.Min(_firstChanged, (int)position);
                int length = Math.Max(_length, end);
                if (CopiedBlocksFor(first, length) > volume.FreeBlocksExcept(this))
                {
                    throw new IOException("The volume is full.");
                }

                Grow(length);
                Array.Copy(buffer, offset, _bytes, position, count);
                _length = length;
                _firstChanged = first;
                _endChanged = Math.Max(_endChanged, end);
            }
        }

        public void SetLength(long length)
        {
            lock (volume._gate)
            {
                Grow((int)length);
                _firstChanged = Math.Min(_firstChanged, Math.Min(_length, (int)length));
                _length = (int)length;
                _endChanged = Math.Max(_firstChanged, Math.Min(_endChanged, _length));
            }
        }

        public void Close()
        {
            lock (volume._gate)
            {
                if (_closed)
                {
                    return;
                }

                _closed = true;
                volume._open.Remove(this);
                if (writes && _firstChanged != int.MaxValue)
                {
                    volume.Commit(this, _old, _bytes[.._length], _firstChanged, Math.Max(_endChanged, _firstChanged));
                }
            }
        }

        public void Drop() => _closed = true;

        private int CopiedBlocksFor(int firstChanged, int length)
            => firstChanged >= length ? 0 : volume.BlocksOf(length) - (firstChanged / volume.BlockBytes);

        private void Grow(int length)
        {
            if (length > _bytes.Length || ReferenceEquals(_bytes, _old))
            {
                byte[] grown = new byte[Math.Max(length, _bytes.Length)];
                Array.Copy(_bytes, grown, _length);
                _bytes = grown;
            }
        }
    }
}
