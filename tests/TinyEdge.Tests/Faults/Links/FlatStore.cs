using TinyEdge.Bundles;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Faults.Links;

/// <summary>A volume that allocates a file once and nothing afterwards, for counting what the device's code allocates.</summary>
internal sealed class FlatStore : IFileStore
{
    private const int FileBytes = 64 * 1024;
    private readonly Dictionary<string, (byte[] Bytes, int Length)> _files = [];

    public int VolumeBytes => 256 * 1024;

    public int Length(string name) => _files.TryGetValue(name, out (byte[] Bytes, int Length) file) ? file.Length : -1;

    public ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        if (position > Length(name) - count)
        {
            return ResultCode.StorageReadFailed;
        }

        Array.Copy(_files[name].Bytes, position, buffer, offset, count);
        return ResultCode.Ok;
    }

    public ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        (byte[] Bytes, int Length) file = _files.TryGetValue(name, out (byte[] Bytes, int Length) found) ? found : (new byte[FileBytes], 0);
        Array.Copy(buffer, offset, file.Bytes, position, count);
        _files[name] = (file.Bytes, Math.Max(file.Length, position + count));
        return ResultCode.Ok;
    }

    public ResultCode TryDelete(string name)
    {
        if (_files.TryGetValue(name, out (byte[] Bytes, int Length) file))
        {
            _files[name] = (file.Bytes, -1);
        }

        return ResultCode.Ok;
    }
}
