extern alias open;

using open::TinyEdge.Bundles;
using open::TinyEdge.Runtime.Update;
using TinyEdge.Fuzzing.Engine;

namespace TinyEdge.Fuzzing.Bundles;

/// <summary>The volume of an <see cref="OpenDevice"/>: the files that the firmware names and no other, in arrays made once.</summary>
internal sealed class MemoryVolume : IFileStore
{
    private const int LargestFile = 64 * 1024;
    private const int MostOperations = 20_000;

    private static readonly string[] s_names = ["boot0.rec", "boot1.rec", "bank_a.teb", "bank_b.teb", "baseline.sig", "devkey0.rec", "devkey1.rec", "updates.log"];

    private readonly byte[][] _content = [.. s_names.Select(name => new byte[name.EndsWith(".teb", StringComparison.Ordinal) ? LargestFile : 1024])];
    private readonly int[] _length = new int[s_names.Length];
    private int _operations;

    public int VolumeBytes => 256 * 1024;

    /// <summary>Writes and deletes of files that were there.</summary>
    public int Changes { get; private set; }

    public void Clear() => Array.Fill(_length, -1);

    public void CountAnew()
    {
        Changes = 0;
        _operations = 0;
    }

    public ReadOnlySpan<byte> Content(string name) => _content[At(name)].AsSpan(0, Math.Max(0, _length[At(name)]));

    public int Length(string name) => _length[Count(name)];

    public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        int file = Count(name);
        if (position < 0 || count < 0 || position > _length[file] || count > _length[file] - position)
        {
            return ResultCode.Truncated;
        }

        Array.Copy(_content[file], position, buffer, offset, count);
        return ResultCode.Ok;
    }

    public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        int file = Count(name);
        FuzzViolation.Unless(position >= 0 && position <= Math.Max(0, _length[file]) && count <= buffer.Length - offset, $"A write of {count} bytes at {position} of {name}");
        if (count > _content[file].Length - position)
        {
            return ResultCode.StorageFull;
        }

        Changes++;
        Array.Copy(buffer, offset, _content[file], position, count);
        _length[file] = Math.Max(_length[file], position + count);
        return ResultCode.Ok;
    }

    public ResultCode TryDelete(string name)
    {
        int file = Count(name);
        Changes += _length[file] >= 0 ? 1 : 0;
        _length[file] = -1;
        return ResultCode.Ok;
    }

    private int Count(string name)
    {
        FuzzViolation.Unless(++_operations < MostOperations, "The volume was used without end");
        return At(name);
    }

    private static int At(string name)
    {
        int at = Array.IndexOf(s_names, name);
        FuzzViolation.Unless(at >= 0, $"A file of another name: {name}");
        return at;
    }
}
