namespace TinyEdge.Codegen.Crypto;

/// <summary>The straight-line arithmetic of digests and signatures.</summary>
internal static class CryptoSources
{
    public static IEnumerable<GeneratedSource> All() => [MontgomerySource.Create(), Sha256Source.Create()];
}
