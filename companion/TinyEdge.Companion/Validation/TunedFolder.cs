using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Pipelines;
using TinyEdge.Companion.Training;

namespace TinyEdge.Companion.Validation;

/// <summary>A model folder with ranges chosen anew: everything else in it is copied but the model card, whose figures are of another model.</summary>
public static class TunedFolder
{
    /// <exception cref="ValidationException">There is no float network to tune by, or the folder is there already.</exception>
    public static void RequireFree(ValidatedModel model, string folder)
    {
        if (model.Trained is null)
        {
            throw new ValidationException($"{model.Folder} cannot be tuned.", $"It holds no {TrainedNetworkFile.FileName}, and without the float network there is nothing to come nearer to.", "Train the model with 'tinyedge train', or calibrate it where it was made.");
        }

        if (Directory.Exists(folder) || File.Exists(folder))
        {
            throw new ValidationException($"{folder} is there already.", "A tuned model is not written over another.", "Name a folder that does not exist.");
        }
    }

    /// <exception cref="ValidationException">The split has no tuning part.</exception>
    public static (ValidatedModel Model, IReadOnlyList<RangeChange> Changes) Tune(ValidatedModel model, DataSplit split)
    {
        if (split.Tune.Recordings.Count == 0)
        {
            throw new ValidationException($"{model.Folder} cannot be tuned.", "The split has no tuning part, and the verdict part must stay unseen.", "Split again with a part to tune on, such as --fractions 48,12,40.");
        }

        IReadOnlyList<ValidationSample> samples = ValidationSamples.Of(model, split.Set, split.Tune.Recordings);
        (TrainedNetwork tuned, IReadOnlyList<RangeChange> changes) = RangeTuner.Tune(model.Trained!, [.. samples.Select(s => s.Features)]);
        return (model with { Trained = tuned, Component = tuned.ToComponent() }, changes);
    }

    /// <summary>Writes the folder beside itself first and moves it into its place: it is there completely or not at all.</summary>
    public static void Write(ValidatedModel model, ValidatedModel tuned, string folder)
    {
        string temporary = $"{Path.TrimEndingDirectorySeparator(folder)}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (string file in Directory.EnumerateFiles(model.Folder).Where(f => Path.GetFileName(f) != ReferenceTraining.CardFileName))
            {
                File.Copy(file, Path.Combine(temporary, Path.GetFileName(file)));
            }

            File.WriteAllBytes(Path.Combine(temporary, BundleFolder.ModelName), tuned.Component);
            File.WriteAllBytes(Path.Combine(temporary, TrainedNetworkFile.FileName), TrainedNetworkFile.Write(tuned.Trained!));
            Directory.Move(temporary, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ValidationException($"{folder} cannot be written.", error.Message, "Choose a folder whose parent exists and is writable.", error);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }
}
