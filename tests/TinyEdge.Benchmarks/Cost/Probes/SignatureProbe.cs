using TinyEdge.Bundles;
using TinyEdge.CostProfiler;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>A signature check with the key loaded anew each time, as a device does it once a bundle.</summary>
internal sealed class SignatureProbe : IInputProbe<byte[]>
{
    private readonly RsaPssVerifier _verifier = new(new Sha256());
    private readonly byte[] _digest;
    private byte[] _next;
    private byte[] _after;

    /// <param name="record">The key's record.</param>
    /// <param name="digest">What is signed.</param>
    public SignatureProbe(byte[] record, byte[] digest)
    {
        // The verifier keeps the key that it worked with last, known by id and CRC: two records that differ there alone make it load one every time.
        Probe.Require(PublicKey.TryParse(record, 0, record.Length, out _));
        _next = [.. record];
        _after = [.. record];
        _after[^1] ^= 1;
        _digest = digest;
    }

    public void Run(byte[] input)
    {
        ResultCode code = _verifier.Verify(_next, 0, _digest, 0, input, 0);
        (_next, _after) = (_after, _next);
        if (code is not (ResultCode.Ok or ResultCode.BadSignature))
        {
            Probe.Require(code);
        }
    }
}
