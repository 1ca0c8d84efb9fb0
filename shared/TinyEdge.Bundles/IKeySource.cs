namespace TinyEdge.Bundles
{
    /// <summary>
    /// Where pinned-key records lie: constants of the build, or the keyring file of a rotation. A record is fetched when a signature
    /// names its key, so that no key takes heap at rest.
    /// </summary>
    public interface IKeySource
    {
        /// <summary>Records, 0 to <see cref="KeyRing.Capacity"/>.</summary>
        int Count { get; }

        /// <summary>Copies the 788 bytes of a record, without allocating.</summary>
        /// <param name="slot">0 to <see cref="Count"/> - 1.</param>
        /// <returns>Ok, BadKey when what lies there is damaged, or a storage code.</returns>
        ResultCode TryRead(int slot, byte[] record, int offset);
    }
}
