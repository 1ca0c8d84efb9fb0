namespace TinyEdge.NanoTests.Generator;

/// <summary>Every source file that is generated for TinyEdge.NanoTests, by name.</summary>
public static class GeneratedSources
{
    public static IEnumerable<(string Name, string Text)> All() =>
    [
        ("DenseAsCode.g.cs", KernelVectors.Code()),
        ("ExpectedBands.g.cs", FrontEndVectors.BandLogs()),
        ("ExpectedBootRecord.g.cs", UpdateVectors.BootRecord()),
        ("ExpectedCode.g.cs", KernelVectors.CodeOutputs()),
        ("ExpectedDct.g.cs", FrontEndVectors.Dct()),
        ("ExpectedDigests.g.cs", CryptoVectors.Digests()),
        ("ExpectedLogs.g.cs", FrontEndVectors.Logs()),
        ("ExpectedPowers.g.cs", FrontEndVectors.Powers()),
        ("ExpectedSpectra.g.cs", FrontEndVectors.Spectra()),
        ("ExpectedTapers.g.cs", FrontEndVectors.Tapers()),
        ("GoldenBundle.g.cs", GoldenChain.Bundle()),
        ("GoldenRun.g.cs", GoldenChain.Run()),
        ("KernelSections.g.cs", KernelVectors.Sections()),
        ("KernelTests.g.cs", KernelVectors.Tests()),
        ("RsaVectors.g.cs", CryptoVectors.Rsa()),
    ];
}
