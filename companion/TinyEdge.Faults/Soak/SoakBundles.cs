using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Faults.Lab;
using TinyEdge.Firmware;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Faults.Soak;

/// <summary>Bundles of a soak: the golden model under one of several sets of thresholds; a bundle's sequence says which.</summary>
internal sealed class SoakBundles
{
    private const int Variants = 4;

    private readonly PipelineParts[] _parts;

    public SoakBundles()
    {
        DeploymentBundle golden = GoldenSet.Create(GoldenModelBytes.Create(), GoldenModelBytes.FaultClass);
        Golden = new PipelineParts(BytesOf(golden.Model), BytesOf(golden.Thresholds), null, null);
        _parts = [.. Enumerable.Range(0, Variants).Select(variant => BundleFolder.WithGoldenVectors(Golden with { Thresholds = Vary(variant) }, "the soak"))];
    }

    /// <summary>What runs beside no bundle.</summary>
    public PipelineParts Golden { get; }

    public PipelineParts PartsOf(uint sequence) => sequence == 0 ? Golden : _parts[sequence % Variants];

    /// <param name="sequence">Release number.</param>
    /// <param name="wrongGolden">Whether its golden vectors are not what the model computes: signed, and taken back by the trial.</param>
    public byte[] Build(uint sequence, bool wrongGolden)
    {
        PipelineParts parts = PartsOf(sequence);
        byte[] vectors = [.. parts.GoldenVectors!];
        if (wrongGolden)
        {
            // Outputs are the last thing of a vector, filled up to a multiple of four bytes.
            int outputs = vectors[7];
            int fill = (4 - (outputs % 4)) % 4;
            vectors[vectors.Length - 1 - fill] ^= 1;
        }

        return BundleBuilder.Build(
            LabBundle.Deployment with { BundleId = $"soak-{sequence}", Metadata = LabBundle.Deployment.Metadata with { PeakRamBudgetBytes = GoldenSet.RamBudgetBytes } },
            LabBundle.Release with { Sequence = sequence, BlockSize = 1024, Health = new HealthProfile { TrialAttempts = 3, MinimumWindows = 4, TrialDeadlineSeconds = 120 } },
            [new(ComponentType.Model, parts.Model), new(ComponentType.Thresholds, parts.Thresholds), new(ComponentType.GoldenVectors, vectors)],
            LabBundle.Key);
    }

    /// <summary>Bytes 8 to 13 of the component: levels, counts.</summary>
    private byte[] Vary(int variant)
    {
        byte[] thresholds = [.. Golden.Thresholds];
        thresholds[8] = (byte)(140 + (10 * variant));
        thresholds[9] = (byte)(90 + (5 * variant));
        thresholds[12] = (byte)(2 + variant);
        thresholds[13] = (byte)(1 + variant);
        return thresholds;
    }

    private static byte[] BytesOf(IByteSource source)
    {
        byte[] bytes = new byte[source.Length];
        ResultCode code = source.TryRead(0, bytes, 0, bytes.Length);
        return code == ResultCode.Ok ? bytes : throw new InvalidOperationException($"The golden set cannot be read: {code}.");
    }
}
