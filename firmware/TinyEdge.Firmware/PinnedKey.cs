namespace TinyEdge.Firmware
{
    /// <summary>
    /// No key yet: a device with this file refuses every bundle (UnknownKey 150). Replace the file by what
    /// 'tinyedge key pub KEY --format csharp -o firmware/TinyEdge.Firmware/PinnedKey.cs' writes.
    /// </summary>
    public static class PinnedKey
    {
        /// <summary>A new array with the pinned-key record; call it once, at start-up.</summary>
        public static byte[] Create()
        {
            return new byte[0];
        }
    }
}
