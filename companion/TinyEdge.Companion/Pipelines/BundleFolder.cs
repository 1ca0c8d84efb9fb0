using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Planning;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Companion.Pipelines;

/// <summary>
/// What an engineer keeps in one folder to make a bundle: deployment.json, model.tem, thresholds.json, and optionally
/// calibration.json (else identity). Golden vectors are made here, so that they always fit: from the windows of golden.json where that is
/// there, else from synthetic signals chosen for the model.
/// </summary>
public sealed class BundleFolder
{
    public const string DeploymentName = "deployment.json";
    public const string ModelName = "model.tem";
    public const string ThresholdsName = "thresholds.json";
    public const string CalibrationName = "calibration.json";
    public const int GoldenVectorCount = 6;

    /// <summary>Fixed, so that the same folder gives the same bundle.</summary>
    private const int GoldenSeed = 1;

    private BundleFolder(string path, DeploymentDocument deployment, PipelineParts parts)
    {
        Path = path;
        Deployment = deployment;
        Parts = parts;
    }

    public string Path { get; }

    public DeploymentDocument Deployment { get; }

    public PipelineParts Parts { get; }

    /// <param name="path">The folder, or a deployment.json in it.</param>
    public static BundleFolder Load(string path)
    {
        string folder = File.Exists(path) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))! : path;
        string deploymentPath = File.Exists(path) ? path : System.IO.Path.Combine(folder, DeploymentName);
        DeploymentDocument deployment = DeploymentDocument.Load(deploymentPath);
        byte[] model = InputFile.Read(
            System.IO.Path.Combine(folder, ModelName), File.ReadAllBytes, $"A bundle folder holds {DeploymentName}, {ModelName} and {ThresholdsName}.");
        string thresholdsPath = System.IO.Path.Combine(folder, ThresholdsName);
        byte[] thresholds = ThresholdsFile.Load(thresholdsPath).ToComponent(ModelLabels.Read(model, ModelName), thresholdsPath);
        string calibrationPath = System.IO.Path.Combine(folder, CalibrationName);
        CalibrationFile calibration = File.Exists(calibrationPath) ? CalibrationFile.Load(calibrationPath) : CalibrationFile.Identity;
        PipelineParts parts = new(model, thresholds, calibration.ToComponent(calibrationPath), null);
        string goldenPath = System.IO.Path.Combine(folder, GoldenFile.FileName);
        return new BundleFolder(folder, deployment, File.Exists(goldenPath) ? WithGoldenVectors(parts, goldenPath, deployment.BundleId) : WithGoldenVectors(parts, deployment.BundleId));
    }

    /// <summary>The same folder with its layers planned: golden vectors stay, for a layout changes no output.</summary>
    /// <param name="plan">A plan of this folder's model.</param>
    public BundleFolder With(LayoutPlan plan) => new(Path, Deployment, Parts with { Model = plan.Model });

    /// <summary>The same folder with layers of its model as code.</summary>
    /// <param name="parts">What <see cref="ModelCode.ModelCodeCheck"/> made of this folder's parts.</param>
    public BundleFolder With(PipelineParts parts) => new(Path, Deployment, parts);

    /// <summary>Prepares the pipeline within its own budget and returns the memory account.</summary>
    /// <exception cref="TinyEdgeException">The pools do not fit peakRamBudgetBytes; the message lists them by owner.</exception>
    public StaticPool CheckBudget()
    {
        Parts.Prepare(out StaticPool pool, Deployment.BundleId);
        if (pool.TotalBytes <= Deployment.Metadata.PeakRamBudgetBytes)
        {
            return pool;
        }

        string owners = string.Join(", ", Enum.GetValues<PoolOwner>().Where(o => pool.BytesOf(o) > 0).Select(o => $"{o} {pool.BytesOf(o):N0}"));
        throw new TinyEdgeException(
            ExitCode.BadInput,
            $"The bundle {Deployment.BundleId} is over its memory budget.",
            $"Its pools take {pool.TotalBytes:N0} bytes on the device ({owners}); peakRamBudgetBytes is {Deployment.Metadata.PeakRamBudgetBytes:N0}.",
            "Use a smaller model or ring, or raise peakRamBudgetBytes if the board has the memory.",
            ResultCode.RamBudgetExceeded);
    }

    /// <summary>The components in the order of the component table.</summary>
    /// <param name="application">An application assembly, or null to keep the resident application.</param>
    public IReadOnlyList<BundleComponent> Components(byte[]? application)
    {
        List<BundleComponent> components =
        [
            new(ComponentType.Model, Parts.Model),
            new(ComponentType.Thresholds, Parts.Thresholds),
            new(ComponentType.Calibration, Parts.Calibration!),
            new(ComponentType.GoldenVectors, Parts.GoldenVectors!),
        ];
        if (application is not null)
        {
            components.Insert(0, new BundleComponent(ComponentType.AppAssembly, application));
        }

        return components;
    }

    /// <summary>Adds golden vectors: extremes, then signals that reach each class of the model, just long enough for one inference.</summary>
    public static PipelineParts WithGoldenVectors(PipelineParts parts, string origin)
    {
        ModelPipeline pipeline = new(parts.Model, PipelineParts.UnlimitedBytes);
        return parts with { GoldenVectors = GoldenVectorBuilder.Build(parts, GoldenWindows.Choose(pipeline, GoldenVectorCount, GoldenSeed), origin) };
    }

    private static PipelineParts WithGoldenVectors(PipelineParts parts, string path, string origin)
    {
        IReadOnlyList<GoldenWindow> windows = GoldenFile.Load(path);
        GoldenFile.RequireFit(windows, new ModelPipeline(parts.Model, PipelineParts.UnlimitedBytes), path);
        return parts with { GoldenVectors = GoldenVectorBuilder.Build(parts, [.. windows.Select(w => w.Counts)], origin) };
    }
}
