namespace TinyEdge.Companion.Keys;

/// <summary>What a keyring file says. Serialisable as JSON as it is.</summary>
public sealed record KeyringDescription(
    int Epoch,
    IReadOnlyList<KeyringKey> Keys,
    IReadOnlyList<string> Revoked,
    string OldSigner,
    string NewSigner,
    int Bytes);

/// <summary>One key of a keyring.</summary>
public sealed record KeyringKey(string KeyId, bool IsDevelopment);
