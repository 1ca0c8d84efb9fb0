using System.CommandLine;
using TinyEdge.Cli.Console;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Planning;
using TinyEdge.CostProfiler.Pipelines;

namespace TinyEdge.Cli.Evaluation;

/// <summary>A pipeline to measure.</summary>
/// <param name="Id">The bundle id.</param>
/// <param name="BudgetBytes">peakRamBudgetBytes.</param>
internal sealed record LoadedPipeline(string Id, PipelineParts Parts, int BudgetBytes, int MaxLatencyMs)
{
    /// <summary>Its model, running as on a device, with its calibration; for one thread.</summary>
    /// <exception cref="TinyEdgeException">The device would refuse the pipeline.</exception>
    public ModelPipeline OpenModel()
    {
        ModelPipeline model = new(Parts.Model);
        model.Calibrate(Parts.Prepare(out _, Id).Calibration);
        return model;
    }
}

/// <summary>The options that say which pipeline a command works on: exactly one of a bundle file and a model folder.</summary>
internal sealed class PipelineSource
{
    private readonly Option<FileInfo?> _bundle = new("--bundle", "-b") { Description = "Bundle file (.teb). Its digests are checked, its signature is not: that is what 'verify' is for." };
    private readonly Option<DirectoryInfo?> _model = new("--model", "-m") { Description = "Folder with deployment.json, model.tem, thresholds.json and optionally calibration.json." };

    public void AddTo(Command command)
    {
        command.Options.Add(_bundle);
        command.Options.Add(_model);
    }

    /// <summary>Whether a pipeline was named at all, for commands that can do without.</summary>
    public bool IsGiven(CommandContext context) => context.Parsed.GetValue(_bundle) is not null || context.Parsed.GetValue(_model) is not null;

    /// <summary>The bundle file, if that is what was named.</summary>
    public FileInfo? BundlePath(CommandContext context) => context.Parsed.GetValue(_bundle);

    public LoadedPipeline Load(CommandContext context)
    {
        FileInfo? bundle = context.Parsed.GetValue(_bundle);
        DirectoryInfo? model = context.Parsed.GetValue(_model);
        if ((bundle is null) == (model is null))
        {
            throw new TinyEdgeException(
                ExitCode.Usage,
                bundle is null ? "No pipeline is named." : "Two pipelines are named.",
                "It takes either --bundle or --model.",
                "Add --bundle FILE.teb, or --model FOLDER such as models/fan-reference.");
        }

        return bundle is not null ? LoadBundle(bundle) : LoadFolder(model!);
    }

    /// <summary>A bundle as it is; a folder as 'bundle' would make it, its weight layouts planned.</summary>
    public LoadedPipeline LoadPlanned(CommandContext context)
    {
        LoadedPipeline pipeline = Load(context);
        if (context.Parsed.GetValue(_bundle) is not null)
        {
            return pipeline;
        }

        return pipeline with { Parts = BundlePlanner.Planned(pipeline.Parts, pipeline.Id, pipeline.BudgetBytes) };
    }

    /// <summary>A bundle file, or a model folder.</summary>
    public static LoadedPipeline Load(string path) => Directory.Exists(path) ? LoadFolder(new DirectoryInfo(path)) : LoadBundle(new FileInfo(path));

    private static LoadedPipeline LoadBundle(FileInfo file)
    {
        byte[] bytes = BundleFile.Load(file.FullName);
        BundleReport report = BundleVerifier.Verify(bytes, []);
        BundleCheck? damage = report.Checks.FirstOrDefault(check => !check.Passed && check.Name != "signature");
        if (report.Description is null || damage is not null)
        {
            throw new BundleException($"{file.FullName} is not an intact bundle.", damage?.Detail ?? $"The device's parser answers {report.DeviceResult}.", "Copy or build it again.", report.DeviceResult);
        }

        PipelineParts parts = BundleParts.Extract(bytes, report.Description);
        parts = parts with { Model = LayoutPlanner.WithoutCode(parts.Model) };
        return new LoadedPipeline(report.Description.BundleId, parts, report.Description.PeakRamBudgetBytes, report.Description.MaxLatencyMs);
    }

    private static LoadedPipeline LoadFolder(DirectoryInfo folder)
    {
        if (!folder.Exists)
        {
            string why = File.Exists(folder.FullName) ? "It is a file; --model takes the folder that holds deployment.json." : "There is no such folder.";
            throw new TinyEdgeException(ExitCode.BadInput, $"The model folder {folder.FullName} cannot be read.", why, "Name a folder such as models/fan-reference; a bundle file goes to --bundle.");
        }

        if (!File.Exists(Path.Combine(folder.FullName, BundleFolder.DeploymentName)))
        {
            throw new TinyEdgeException(
                ExitCode.BadInput,
                $"The model folder {folder.FullName} is not complete.",
                $"It holds no {BundleFolder.DeploymentName}.",
                $"Put {BundleFolder.DeploymentName}, {BundleFolder.ModelName} and {BundleFolder.ThresholdsName} into one folder, as in models/fan-reference.");
        }

        BundleFolder loaded = BundleFolder.Load(folder.FullName);
        return new LoadedPipeline(loaded.Deployment.BundleId, loaded.Parts, loaded.Deployment.Metadata.PeakRamBudgetBytes, loaded.Deployment.Metadata.MaxLatencyMs);
    }
}
