using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Supervision;

/// <summary>Bundles with the shipped reference pipeline, for <see cref="LabBoard"/>.</summary>
internal static class SupervisorBundle
{
    public const string EntryType = "Lab.App";

    private static readonly Lazy<BundleFolder> s_folder = new(() => BundleFolder.Load(Path.Combine(Repository.Root, "models", "fan-reference")));

    public static PipelineParts Parts => s_folder.Value.Parts;

    public static DeploymentDocument Deployment => s_folder.Value.Deployment;

    /// <summary>Gentle enough for a clock of 10 ms steps and a board that is never slow by itself.</summary>
    public static HealthProfile Health { get; } = new() { TrialAttempts = 3, MinimumWindows = 4, TrialDeadlineSeconds = 60 };

    /// <param name="sequence">Release number.</param>
    /// <param name="health">How it is tried.</param>
    /// <param name="parts">Another pipeline than the reference.</param>
    /// <param name="app">Bytes of an application.</param>
    /// <param name="budgetBytes">peakRamBudgetBytes.</param>
    public static byte[] Build(
        uint sequence, HealthProfile? health = null, PipelineParts? parts = null, byte[]? app = null, int budgetBytes = LabBoard.RamCapBytes)
    {
        PipelineParts content = parts ?? Parts;
        List<BundleComponent> components = [];
        if (app is not null)
        {
            components.Add(new BundleComponent(ComponentType.AppAssembly, app));
        }

        components.Add(new BundleComponent(ComponentType.Model, content.Model));
        components.Add(new BundleComponent(ComponentType.Thresholds, content.Thresholds));
        if (content.Calibration is not null)
        {
            components.Add(new BundleComponent(ComponentType.Calibration, content.Calibration));
        }

        if (content.GoldenVectors is not null)
        {
            components.Add(new BundleComponent(ComponentType.GoldenVectors, content.GoldenVectors));
        }

        ReleaseSettings release = new()
        {
            Sequence = sequence,
            SecurityFloor = 1,
            KeyringEpoch = 1,
            AppEntryType = app is null ? null : EntryType,
            NativeChecksums = app is null ? null : [1, 2, 3, 4, 5, 6, 7, 8],
            Health = health ?? Health,
            BlockSize = 1024,
        };
        DeploymentDocument deployment = Deployment with
        {
            BundleId = $"lab-{sequence}",
            Metadata = Deployment.Metadata with { MaxLatencyMs = 250, PeakRamBudgetBytes = budgetBytes },
        };
        return BundleBuilder.Build(deployment, release, components, TestKeys.Trusted);
    }

    /// <summary>The reference pipeline with one bit of its first golden output wrong: signed, sound, and not what the model computes.</summary>
    public static PipelineParts WithWrongGolden()
    {
        byte[] golden = [.. Parts.GoldenVectors!];

        // Three outputs and a byte that fills the vector up.
        golden[^2] ^= 1;
        return Parts with { GoldenVectors = golden };
    }
}
