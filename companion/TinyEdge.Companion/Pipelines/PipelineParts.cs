using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Companion.Pipelines;

/// <summary>The components that make a pipeline, as bytes, before they are packed or after they were taken out of a bundle.</summary>
/// <param name="Model">Model component.</param>
/// <param name="Thresholds">Thresholds component.</param>
/// <param name="Calibration">Calibration component, or null for identity.</param>
/// <param name="GoldenVectors">Golden vectors component, or null.</param>
public sealed record PipelineParts(byte[] Model, byte[] Thresholds, byte[]? Calibration, byte[]? GoldenVectors)
{
    /// <summary>More than any device has: for finding out what a pipeline needs.</summary>
    public const int UnlimitedBytes = int.MaxValue / 2;

    private static readonly byte[] s_anyDevice = new byte[8];

    /// <summary>Prepares the device's own runtime over these parts, exactly as a device would.</summary>
    /// <param name="pool">Receives the memory account.</param>
    /// <param name="origin">What the parts came from, for the error message.</param>
    /// <param name="deviceId">Device whose calibration may be used; null accepts a calibration for any device.</param>
    public InferenceRuntime Prepare(out StaticPool pool, string origin, int budgetBytes = UnlimitedBytes, byte[]? deviceId = null)
    {
        DeploymentBundle bundle = new()
        {
            Model = new ByteArraySource(Model),
            Thresholds = new ByteArraySource(Thresholds),
            Calibration = Calibration is null ? null : new ByteArraySource(Calibration),
            GoldenVectors = GoldenVectors is null ? null : new ByteArraySource(GoldenVectors),
            PeakRamBudgetBytes = budgetBytes,
        };
        pool = new StaticPool(budgetBytes);
        InferenceRuntime runtime = new(bundle, pool);
        ResultCode code = runtime.TryPrepare(deviceId ?? CalibrationOwner());
        return code == ResultCode.Ok ? runtime : throw Refused(origin, code);
    }

    /// <summary>The device that the calibration is for, 8 bytes; any, when there is none.</summary>
    public byte[] CalibrationOwner()
    {
        return Calibration is { Length: >= 16 } ? Calibration[8..16] : s_anyDevice;
    }

    private static TinyEdgeException Refused(string origin, ResultCode code)
    {
        return new TinyEdgeException(
            ExitCode.BadInput,
            $"The pipeline of {origin} cannot be prepared.",
            $"The device's own code refuses it: {(int)code} {code}.",
            "Train or import the model again with this version of tinyedge, or raise peakRamBudgetBytes when the code is PoolExhausted.",
            code);
    }
}
