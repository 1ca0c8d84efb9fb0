using System.Security.Cryptography;
using TinyEdge.Bundles;

namespace TinyEdge.Companion.Bundling;

/// <summary>The "checksum" of deployment.json: SHA-256 over the components' contents, in table order, nothing between them.</summary>
public static class ContentChecksum
{
    private const string Prefix = "sha256:";

    /// <summary>Components in the order of the bundle's table: by type; assemblies keep the order given, which is the order they load in.</summary>
    public static IReadOnlyList<BundleComponent> InTableOrder(IEnumerable<BundleComponent> components) =>
        [.. components.OrderBy(component => component.Type)];

    public static string Of(IEnumerable<BundleComponent> components)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (BundleComponent component in InTableOrder(components))
        {
            hash.AppendData(component.Content);
        }

        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + (2 * BundleFormat.DigestSize)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0;
}
