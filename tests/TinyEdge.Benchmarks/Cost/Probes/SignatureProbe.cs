using TinyEdge.Bundles;
using TinyEdge.CostProfiler;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>A signature check with the key loaded anew each time, as a device does it once a bundle.</summary>
internal sealed class SignatureProbe : IInputProbe<byte[]>
{
    private readonly RsaPssVerifier _verifier = new(new Sha256());
    private readonly byte[] _digest;
    private PublicKey _next;
    private PublicKey _after;

    /// <param name="record">The key's record.</param>
    /// <param name="digest">What is signed.</param>
    public SignatureProbe(byte[] record, byte[] digest)
    {
        // The verifier keeps the key that it worked with last: two objects of the same key make it load one every time.
        Probe.Require(PublicKey.TryParse(record, 0, record.Length, out _next));
        Probe.Require(PublicKey.TryParse(record, 0, record.Length, out _after));
        _digest = digest;
    }

    public void Run(byte[] input)
    {
        ResultCode code = _verifier.Verify(_next, _digest, 0, input, 0);
        (_next, _after) = (_after, _next);
        if (code is not (ResultCode.Ok or ResultCode.BadSignature))
        {
            Probe.Require(code);
        }
    }
}
