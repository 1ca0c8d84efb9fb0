using TinyEdge.Companion.Keys;

namespace TinyEdge.Cli.Keys;

/// <summary>What may be told about a key.</summary>
internal sealed record KeyInfo(string KeyId, string Algorithm, bool Development, string File)
{
    public static KeyInfo Of(PublicKeyFile key, string path)
    {
        return new KeyInfo(key.KeyId, "RSA-3072 PSS SHA-256", key.IsDevelopment, path);
    }
}
