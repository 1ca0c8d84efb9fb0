using BenchmarkDotNet.Attributes;
using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Keys;

namespace TinyEdge.Benchmarks;

/// <summary>What a device does with a bundle before it trusts it, portable code only.</summary>
[MemoryDiagnoser]
public class BundleBenchmarks
{
    private readonly Sha256 _sha = new();
    private readonly PortableBlockDigest _blockDigest = new();
    private readonly byte[] _block = new byte[BundleFormat.DefaultBlockSize];
    private readonly byte[] _digest = new byte[Sha256.DigestSize];
    private RsaPssVerifier _verifier = null!;
    private PublicKey _key = null!;
    private byte[] _signature = [];
    private byte[] _signedDigest = [];
    private byte[] _bundle = [];
    private BundleParser _parser = null!;

    [GlobalSetup]
    public void Setup()
    {
        new Random(1).NextBytes(_block);
        using SigningKey key = SigningKey.Generate(isDevelopment: true);
        _key = key.PublicKey.ToDeviceKey();
        _verifier = new RsaPssVerifier(new Sha256());
        _signedDigest = new byte[Sha256.DigestSize];
        _sha.Compute(_block, 0, _block.Length, _signedDigest, 0);
        _signature = key.Sign(_signedDigest);
        _bundle = ReferencePipeline.Bundle(key);
        _parser = new BundleParser(new TrustedKeys([key.PublicKey]), new PortableBlockDigest());
        Require(VerifySignature());
        Require(ParseBundle());
    }

    /// <summary>RSA-3072 PSS over a digest.</summary>
    [Benchmark]
    public ResultCode VerifySignature() => _verifier.Verify(_key, _signedDigest, 0, _signature, 0);

    /// <summary>SHA-256 over 4,096 bytes.</summary>
    [Benchmark]
    public void Sha256Block() => _sha.Compute(_block, 0, _block.Length, _digest, 0);

    /// <summary>The block digest (HMAC-SHA-256 under the published key) over 4,096 bytes.</summary>
    [Benchmark]
    public void BlockDigest() => _blockDigest.Compute(_block, 0, _block.Length, _digest);

    /// <summary>The whole reference bundle: head, signature, every block.</summary>
    [Benchmark]
    public ResultCode ParseBundle()
    {
        _parser.Reset();
        return _parser.Feed(_bundle, 0, _bundle.Length, null!, out _);
    }

    private static void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The benchmark would measure a refusal: {code}.");
        }
    }
}
