using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>The keys that the desktop trusts, for the device's parser. Any number of them, development keys too, none revoked.</summary>
/// <param name="keys">The keys.</param>
/// <param name="epoch">Epoch of the set, which a keyring in a bundle must follow.</param>
public sealed class TrustedKeys(IEnumerable<PublicKeyFile> keys, int epoch = 0) : ITrustStore
{
    private readonly PublicKey[] _keys = [.. keys.Select(key => key.ToDeviceKey())];

    public int Epoch => epoch;

    public bool AcceptsDevelopmentKeys => true;

    public ResultCode TryLoad(byte[] keyId, int offset, byte[] record, int at)
    {
        PublicKey? key = Array.Find(_keys, candidate => candidate.HasId(keyId, offset));
        key?.CopyRecord(record, at);
        return key is null ? ResultCode.UnknownKey : ResultCode.Ok;
    }

    public bool IsRevoked(byte[] keyId, int offset) => false;
}
