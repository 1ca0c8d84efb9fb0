using TinyEdge.NanoShim;

namespace TinyEdge.VirtualDevice.Storage;

/// <summary>An open file of a <see cref="FlashVolume"/>: what is written stays in memory until it is closed.</summary>
internal sealed class FlashFile(FlashVolume volume, string name, byte[] content, bool writes) : IFlashFile
{
    private readonly byte[] _old = content;
    private byte[] _bytes = content;
    private int _length = content.Length;
    private int _firstChanged = int.MaxValue;
    private int _endChanged;
    private bool _erased;
    private bool _closed;

    public string Name => name;

    public bool Writes => writes;

    public long Length => _length;

    // A changed block and every block after it are written anew before the old ones are freed.
    public int CopiedBlocks => CopiedBlocksFor(_firstChanged, _length);

    public int Read(long position, byte[] buffer, int offset, int count)
    {
        lock (volume.Gate)
        {
            int read = (int)Math.Clamp(_length - position, 0, count);
            volume.BeforeRead(FlashOperationKind.Read, name, read);
            Array.Copy(_bytes, position, buffer, offset, read);
            return read;
        }
    }

    public void Write(long position, byte[] buffer, int offset, int count)
    {
        lock (volume.Gate)
        {
            if (_closed || !writes)
            {
                throw new IOException($"'{name}' is not open for writing.");
            }

            int end = (int)position + count;
            int first = Math.Min(_firstChanged, (int)position);
            int length = Math.Max(_length, end);
            int blocks = CopiedBlocksFor(first, length);
            if (!_erased)
            {
                volume.BeforeErase(name, blocks);
                _erased = true;
            }

            if (blocks > volume.FreeBlocksExcept(this))
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
        lock (volume.Gate)
        {
            Grow((int)length);
            _firstChanged = Math.Min(_firstChanged, Math.Min(_length, (int)length));
            _length = (int)length;
            _endChanged = Math.Max(_firstChanged, Math.Min(_endChanged, _length));
        }
    }

    public void Close()
    {
        lock (volume.Gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            volume.Forget(this);
            if (writes && _firstChanged != int.MaxValue)
            {
                int end = Math.Max(_endChanged, _firstChanged);
                volume.Commit(name, new FlashChange(_old, _bytes[.._length], _firstChanged, end));
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
