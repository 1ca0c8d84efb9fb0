using TinyEdge.Bundles;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// No key yet: a device with this file refuses every bundle (UnknownKey 150). Replace the file by what
    /// 'tinyedge key pub KEY... --format csharp -o firmware/TinyEdge.Firmware/PinnedKeys.cs' writes.
    /// </summary>
    public sealed class PinnedKeys : IKeySource
    {
        public int Count
        {
            get { return 0; }
        }

        public ResultCode TryRead(int slot, byte[] record, int offset)
        {
            return ResultCode.UnknownKey;
        }
    }
}
