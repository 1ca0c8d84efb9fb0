namespace TinyEdge.Companion.Keys;

/// <summary>
/// Signs digests with RSA-3072 PSS (SHA-256, MGF1-SHA-256, salt 32, e = 65537). The seam for keys that live in a token or a signing
/// service; those draw random salts, so that their bundles differ in the signature from one run to the next.
/// </summary>
public interface ISigner
{
    /// <summary>The public half.</summary>
    PublicKeyFile PublicKey { get; }

    /// <summary>Signs a 32-byte SHA-256 digest.</summary>
    /// <returns>384 bytes, big-endian.</returns>
    byte[] Sign(ReadOnlySpan<byte> digest);
}
