namespace TinyEdge.Bundles
{
    /// <summary>The keys that a device accepts bundles from.</summary>
    public interface ITrustStore
    {
        /// <summary>Generation of the key set; goes up by one with each change of keys.</summary>
        int Epoch { get; }

        /// <summary>Whether keys marked as development keys, or known to everybody, may sign; false on a release device.</summary>
        bool AcceptsDevelopmentKeys { get; }

        /// <summary>Fetches the record of the key with the 8-byte id at <paramref name="offset"/>, revoked or not.</summary>
        /// <param name="keyId">Holds the id.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="record">Receives 788 bytes.</param>
        /// <param name="at">Where.</param>
        /// <returns>Ok, UnknownKey, or why the record could not be fetched.</returns>
        ResultCode TryLoad(byte[] keyId, int offset, byte[] record, int at);

        /// <summary>Whether the key with that id has been revoked; it need not be known any more.</summary>
        bool IsRevoked(byte[] keyId, int offset);
    }
}
