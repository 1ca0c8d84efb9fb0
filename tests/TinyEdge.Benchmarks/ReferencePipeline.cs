using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Keys;
using TinyEdge.Companion.Pipelines;
using TinyEdge.CostProfiler.Pipelines;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Benchmarks;

/// <summary>The reference model of models/, as it was when this project was built.</summary>
internal static class ReferencePipeline
{
    private const string Name = "fan-reference";

    public static DeploymentDocument Deployment { get; } = DeploymentDocument.Parse(Resource(BundleFolder.DeploymentName), Name);

    /// <summary>What 'tinyedge bundle models/fan-reference' signs: its weight layouts planned for peakRamBudgetBytes.</summary>
    public static PipelineParts Parts()
    {
        byte[] model = Resource(BundleFolder.ModelName);
        string thresholds = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(thresholds, Resource(BundleFolder.ThresholdsName));
            byte[] component = ThresholdsFile.Load(thresholds).ToComponent(ModelLabels.Read(model, Name), Name);
            PipelineParts parts = BundleFolder.WithGoldenVectors(new PipelineParts(model, component, CalibrationFile.Identity.ToComponent(Name), null), Name);
            return BundlePlanner.Planned(parts, Name, Deployment.Metadata.PeakRamBudgetBytes);
        }
        finally
        {
            File.Delete(thresholds);
        }
    }

    public static InferenceRuntime Prepare()
    {
        InferenceRuntime runtime = Parts().Prepare(out var pool, Name);
        pool.Seal();
        return runtime;
    }

    /// <summary>The bundle that 'tinyedge bundle models/fan-reference' makes.</summary>
    public static byte[] Bundle(SigningKey key)
    {
        PipelineParts parts = Parts();
        BundleComponent[] components =
        [
            new(ComponentType.Model, parts.Model),
            new(ComponentType.Thresholds, parts.Thresholds),
            new(ComponentType.Calibration, parts.Calibration!),
            new(ComponentType.GoldenVectors, parts.GoldenVectors!),
        ];
        return BundleBuilder.Build(Deployment, new ReleaseSettings { Sequence = 1 }, components, key);
    }

    private static byte[] Resource(string file)
    {
        using Stream stream = typeof(ReferencePipeline).Assembly.GetManifestResourceStream($"{Name}/{file}")
            ?? throw new InvalidOperationException($"{file} was not built into the benchmarks.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
