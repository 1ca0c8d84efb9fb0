using TinyEdge.Bundles;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>The device's own chain over the parts of a bundle, against the instrumented assemblies.</summary>
internal sealed class PipelineProbe : IPipelineProbe
{
    private readonly InferenceRuntime _runtime;

    /// <param name="calibration">Null for identity.</param>
    /// <param name="deviceId">Whose calibration it is.</param>
    /// <param name="isPlain">With the plain kernels in the place of the fast ones.</param>
    public PipelineProbe(byte[] model, byte[] thresholds, byte[]? calibration, byte[] deviceId, int budgetBytes, bool isPlain)
    {
        DeploymentBundle bundle = new()
        {
            Model = new ByteArraySource(model),
            Thresholds = new ByteArraySource(thresholds),
            Calibration = calibration is null ? null : new ByteArraySource(calibration),
            PeakRamBudgetBytes = budgetBytes,
        };
        StaticPool pool = new(budgetBytes);
        _runtime = new InferenceRuntime(bundle, pool);
        ResultCode code = _runtime.TryPrepare(deviceId);
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The pipeline was prepared before and now answers {code}.");
        }

        if (isPlain)
        {
            PlainKernels.Use(_runtime);
        }

        pool.Seal();
    }

    public int HopSamples => _runtime.Features.Config.HopLength;

    public int SamplesToFirstInference => _runtime.Features.Config.WindowSize + ((_runtime.Features.Config.Frames - 1) * HopSamples);

    public bool IsReady => _runtime.IsReady;

    public void Push(short[] xyz, int samples) => _runtime.Push(xyz, samples);

    public bool ExtractWindow() => _runtime.ExtractWindow();

    public void RunInference() => _runtime.RunInference();

    public void Decide() => _runtime.Decide();
}
