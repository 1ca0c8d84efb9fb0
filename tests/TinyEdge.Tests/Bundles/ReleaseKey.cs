using TinyEdge.Companion.Keys;

namespace TinyEdge.Tests.Bundles;

/// <summary>
/// A release key of this run, whose private half nobody has: for commands that refuse <see cref="TestKeys"/>, which everybody has.
/// Its passphrase is <see cref="TestKeys.Passphrase"/>.
/// </summary>
public static class ReleaseKey
{
    private static readonly Lazy<SigningKey> s_key = new(() => SigningKey.Generate(isDevelopment: false));
    private static readonly Lazy<SigningKey> s_next = new(() => SigningKey.Generate(isDevelopment: false));
    private static readonly Lazy<string> s_pem = new(() => PemOf(Key));
    private static readonly Lazy<string> s_nextPem = new(() => PemOf(Next));

    public static SigningKey Key => s_key.Value;

    /// <summary>Another one.</summary>
    public static SigningKey Next => s_next.Value;

    /// <summary>The encrypted private key.</summary>
    public static string Pem => s_pem.Value;

    /// <summary>That of <see cref="Next"/>, likewise.</summary>
    public static string NextPem => s_nextPem.Value;

    private static string PemOf(SigningKey key)
    {
        using TemporaryFolder folder = new();
        key.Save(folder.PathOf("key.pem"), TestKeys.Passphrase);
        return File.ReadAllText(folder.PathOf("key.pem"));
    }
}
