using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler.Costs;

namespace TinyEdge.CostProfiler.Pipelines;

/// <summary>Whether a pipeline's dearest hop, from its samples to its decision, fits its maxLatencyMs on a slow device at 240 MHz.</summary>
/// <param name="Cost">What was counted.</param>
/// <param name="MaxLatencyMs">The bundle's promise.</param>
public sealed record LatencyBudget(PipelineCost Cost, int MaxLatencyMs)
{
    private const string PlainImage = "esp32";

    /// <summary>Clock of an ESP32 under the plain "esp32" image of nanoFramework.</summary>
    public const int ImageMegahertz = 160;

    /// <summary>Windows that tell enough before a bundle is signed.</summary>
    public const int CheckWindows = 300;

    /// <summary>Estimated milliseconds of the dearest hop, slow device, 240 MHz.</summary>
    public double WorstMilliseconds => Cost.Hop.EstimatedMilliseconds(DeviceSpeed.Slow);

    /// <summary>The same at <see cref="ImageMegahertz"/>.</summary>
    public double WorstMillisecondsOnImage => Cost.Hop.EstimatedMilliseconds(DeviceSpeed.Slow, ImageMegahertz);

    public bool Holds => WorstMilliseconds <= MaxLatencyMs;

    /// <summary>Counts <see cref="CheckWindows"/> windows of synthetic and adversarial signals.</summary>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline.</exception>
    public static LatencyBudget Check(PipelineParts parts, string bundleId, int maxLatencyMs) =>
        new(PipelineCostProfiler.Run(parts, bundleId, SignalMix.Synthetic(), CheckWindows), maxLatencyMs);

    /// <summary>
    /// What to tell somebody who signs for these platforms, or null: the budget holds at 240 MHz, but a slow board under the plain image,
    /// which runs at 160 MHz, may take longer, and the device's health check measures it.
    /// </summary>
    /// <param name="environments">Names as in deployment.json.</param>
    public string? Warning(IEnumerable<string> environments) =>
        WorstMillisecondsOnImage <= MaxLatencyMs || !environments.Contains(PlainImage)
            ? null
            : FormattableString.Invariant(
                $"warning: the dearest hop takes an estimated {WorstMillisecondsOnImage:0.0} ms on a slow board under the plain {PlainImage} image ({ImageMegahertz} MHz); maxLatencyMs is {MaxLatencyMs}, and a trial whose stages take longer is taken back");

    /// <summary>Returns when the budget holds.</summary>
    /// <exception cref="TinyEdgeException">It does not; the message names the dearest stage.</exception>
    public void Require(string bundleId)
    {
        if (Holds)
        {
            return;
        }

        StageCost dearest = Cost.Stages.MaxBy(stage => stage.MaxUnits)!;
        throw new TinyEdgeException(
            ExitCode.BadInput,
            $"The bundle {bundleId} is over its time budget.",
            FormattableString.Invariant(
                $"Its dearest hop takes an estimated {WorstMilliseconds:0.0} ms on a slow device at 240 MHz ({Cost.Hop.MaxInstructions:N0} IL instructions, most of them in {dearest.Stage}); maxLatencyMs is {MaxLatencyMs}."),
            "Use a smaller model or front end, raise maxLatencyMs if the application has the time, or sign it all the same with --allow-over-budget latency.",
            ResultCode.LatencyBudgetExceeded);
    }
}
