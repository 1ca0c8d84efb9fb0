using TinyEdge.Bundles;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Companion.Bundling;

/// <summary>The keys that the desktop trusts, for the device's parser. Any number of them, development keys too, none revoked.</summary>
public sealed class TrustedKeys(IEnumerable<PublicKeyFile> keys) : ITrustStore
{
    private readonly PublicKey[] _keys = [.. keys.Select(key => key.ToDeviceKey())];

    public int Epoch => 0;

    public bool AcceptsDevelopmentKeys => true;

    public PublicKey Find(byte[] keyId, int offset) => Array.Find(_keys, key => key.HasId(keyId, offset))!;

    public bool IsRevoked(byte[] keyId, int offset) => false;
}
