namespace TinyEdge.Bundles
{
    /// <summary>Random access to bytes that stay where they are: a component of a bank on flash, or an array on the desktop.</summary>
    public interface IByteSource
    {
        /// <summary>Length in bytes, 0 or more.</summary>
        int Length { get; }

        /// <summary>Copies exactly <paramref name="count"/> bytes, or none.</summary>
        /// <returns><see cref="ResultCode.Ok"/>, <see cref="ResultCode.Truncated"/> when the range does not lie inside, or a storage code.</returns>
        ResultCode TryRead(int position, byte[] buffer, int offset, int count);
    }
}
