using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Update
{
    /// <summary>
    /// The files on the internal flash volume, named from a fixed set of constants (never from a bundle or a request).
    /// A successful write is durable: the adapter opens, writes and disposes, because on this platform Write and Flush do not
    /// reach flash and only Dispose does. A power cut during a write may leave any prefix of it. No member throws.
    /// </summary>
    public interface IFileStore
    {
        /// <summary>Length in bytes, or -1 when there is no such file or it cannot be opened.</summary>
        int Length(string name);

        /// <summary>Reads exactly <paramref name="count"/> bytes at <paramref name="position"/>.</summary>
        /// <returns>Ok, Truncated when the file is shorter, or StorageReadFailed.</returns>
        ResultCode TryRead(string name, int position, byte[] buffer, int offset, int count);

        /// <summary>Writes <paramref name="count"/> bytes at <paramref name="position"/> (at most the present length), making or extending the file.</summary>
        /// <returns>Ok, StorageFull or StorageWriteFailed.</returns>
        ResultCode TryWrite(string name, int position, byte[] buffer, int offset, int count);

        /// <summary>Deletes the file; a file that is not there is Ok.</summary>
        ResultCode TryDelete(string name);

        /// <summary>Size of the whole volume in bytes, or 0 when unknown. The platform has no free-space call.</summary>
        int VolumeBytes { get; }
    }
}
