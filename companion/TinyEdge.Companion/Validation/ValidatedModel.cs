using TinyEdge.Bundles;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Validation;

/// <summary>A model folder as validation sees it: the INT8 model, and the float network it was made from where the folder has it.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Component">Bytes of model.tem.</param>
/// <param name="Labels">Class names in the order of the outputs.</param>
/// <param name="Trained">From training.json; null for a model that was imported.</param>
/// <param name="Thresholds">From thresholds.json; null when there is none.</param>
public sealed record ValidatedModel(string Folder, byte[] Component, IReadOnlyList<string> Labels, TrainedNetwork? Trained, ThresholdsFile? Thresholds)
{
    /// <summary>Class whose score is judged: the one that the thresholds watch, else <c>fault</c>, else the first.</summary>
    public string ScoreClass => Thresholds?.ScoreClass ?? (Labels.Contains("fault") ? "fault" : Labels[0]);

    /// <exception cref="TinyEdgeException">A file is missing, malformed, or training.json is not what model.tem was made from.</exception>
    public static ValidatedModel Load(string folder)
    {
        string modelPath = Path.Combine(folder, BundleFolder.ModelName);
        byte[] component = InputFile.Read(modelPath, File.ReadAllBytes, $"Give the folder of a model, which holds {BundleFolder.ModelName}; 'tinyedge train' writes one.");
        string trainedPath = Path.Combine(folder, TrainedNetworkFile.FileName);
        TrainedNetwork? trained = File.Exists(trainedPath) ? TrainedNetworkFile.Load(trainedPath) : null;
        if (trained is not null && !trained.ToComponent().AsSpan().SequenceEqual(component))
        {
            throw new ValidationException(
                $"{modelPath} cannot be compared with its float network.", $"{TrainedNetworkFile.FileName} beside it gives another model, so one of the two has been replaced.",
                $"Train again, or remove {TrainedNetworkFile.FileName} to validate the INT8 model alone.");
        }

        string thresholdsPath = Path.Combine(folder, BundleFolder.ThresholdsName);
        ThresholdsFile? thresholds = File.Exists(thresholdsPath) ? ThresholdsFile.Load(thresholdsPath) : null;
        return new ValidatedModel(folder, component, ModelLabels.Read(component, modelPath), trained, thresholds);
    }

    /// <summary>The model section of one kind.</summary>
    public byte[] Section(SectionType type)
    {
        ModelReader reader = new();
        ResultCode code = reader.TryOpen(new ByteArraySource(Component), 0, Component.Length);
        int position = code == ResultCode.Ok ? reader.PositionOf(type) : -1;
        return position < 0
            ? throw new ModelException($"{Folder} cannot be validated.", $"Its model has no {type} section.", "Validate a model with a front end and a network.", code)
            : Component[position..(position + reader.LengthOf(type))];
    }
}
