namespace TinyEdge.Bundles
{
    /// <summary>The keys that a device accepts bundles from.</summary>
    public interface ITrustStore
    {
        /// <summary>Generation of the key set; goes up by one with each change of keys.</summary>
        int Epoch { get; }

        /// <summary>Whether keys marked as development keys may sign; false on a release device.</summary>
        bool AcceptsDevelopmentKeys { get; }

        /// <summary>The key with the 8-byte id at <paramref name="offset"/>, revoked or not, or null.</summary>
        PublicKey Find(byte[] keyId, int offset);

        /// <summary>Whether the key with that id has been revoked.</summary>
        bool IsRevoked(byte[] keyId, int offset);
    }
}
