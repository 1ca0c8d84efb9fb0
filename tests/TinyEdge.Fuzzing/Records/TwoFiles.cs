using TinyEdge.Bundles;
using TinyEdge.Fuzzing.Engine;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Fuzzing.Records;

/// <summary>A volume with room for two files, in arrays made once.</summary>
internal sealed class TwoFiles(string name0, string name1) : IFileStore
{
    private const int LargestFile = 512;
    private const int MostOperations = 200;

    private readonly byte[] _content0 = new byte[LargestFile];
    private readonly byte[] _content1 = new byte[LargestFile];
    private int _length0;
    private int _length1;
    private int _operations;

    public int VolumeBytes => 0;

    public int Changes { get; private set; }

    public void Set(ReadOnlySpan<byte> file0, bool has0, ReadOnlySpan<byte> file1, bool has1)
    {
        _length0 = Put(file0, has0, _content0);
        _length1 = Put(file1, has1, _content1);
        _operations = 0;
        Changes = 0;
    }

    public int Length(string name)
    {
        Count();
        return name == name0 ? _length0 : name == name1 ? _length1 : -1;
    }

    public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        int length = Length(name);
        if (position < 0 || count < 0 || position > length || count > length - position)
        {
            return ResultCode.Truncated;
        }

        Array.Copy(name == name0 ? _content0 : _content1, position, buffer, offset, count);
        return ResultCode.Ok;
    }

    public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        Count();
        FuzzViolation.Unless(name == name0 || name == name1, $"A file of another name is written: {name}");
        FuzzViolation.Unless(position >= 0 && position <= Math.Max(0, Length(name)) && count <= LargestFile - position, $"A write of {count} bytes at {position}");
        Changes++;
        Array.Copy(buffer, offset, name == name0 ? _content0 : _content1, position, count);
        ref int length = ref name == name0 ? ref _length0 : ref _length1;
        length = Math.Max(length, position + count);
        return ResultCode.Ok;
    }

    public ResultCode TryDelete(string name)
    {
        Count();
        Changes++;
        ref int length = ref name == name0 ? ref _length0 : ref _length1;
        length = -1;
        return ResultCode.Ok;
    }

    private static int Put(ReadOnlySpan<byte> file, bool isThere, byte[] content)
    {
        int length = Math.Min(file.Length, LargestFile);
        file[..length].CopyTo(content);
        return isThere ? length : -1;
    }

    private void Count() => FuzzViolation.Unless(++_operations < MostOperations, "The volume was used without end");
}
