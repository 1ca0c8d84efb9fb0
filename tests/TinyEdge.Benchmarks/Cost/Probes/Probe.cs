using TinyEdge.Bundles;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>What probes have in common.</summary>
internal static class Probe
{
    /// <summary>A pool that is never too small.</summary>
    public const int AmpleBytes = 1 << 20;

    public static void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The probe would count a refusal: {code}.");
        }
    }
}
