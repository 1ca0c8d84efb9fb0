namespace TinyEdge.Companion.Keys;

/// <summary>What a keyring says: the whole set of keys that holds from its epoch on.</summary>
/// <param name="Epoch">One more than that of the devices it is for, 1 to 65535.</param>
/// <param name="Keys">1 to 4 keys. A key that is not among them is not trusted any more.</param>
/// <param name="Revoked">Ids of at most 4 keys that devices name as revoked and never take back in the next keyring.</param>
public sealed record KeyringContent(ushort Epoch, IReadOnlyList<PublicKeyFile> Keys, IReadOnlyList<string> Revoked);
