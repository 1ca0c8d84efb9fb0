using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Recordings;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Validation;

/// <summary>Turns recordings of a data set into what the network sees of them, with the device's own front end.</summary>
public static class ValidationSamples
{
    /// <param name="recordings">Of one part of the split.</param>
    /// <exception cref="TinyEdgeException">A recording does not fit the model, a label is none of its classes, or a class has no recording.</exception>
    public static IReadOnlyList<ValidationSample> Of(ValidatedModel model, DataSet set, IReadOnlyList<DataRecording> recordings)
    {
        RequireClasses(model, set, recordings);
        FixedFrontEnd frontEnd = new(model.Section(SectionType.FrontEnd));
        return [.. recordings.Select(r => SampleOf(model, frontEnd, r))];
    }

    private static void RequireClasses(ValidatedModel model, DataSet set, IReadOnlyList<DataRecording> recordings)
    {
        string[] unknown = [.. recordings.Select(r => r.Label).Distinct().Except(model.Labels)];
        if (unknown.Length > 0)
        {
            throw new ValidationException(
                $"{set.Folder} is labelled for another model.", $"The model answers {string.Join(", ", model.Labels)}; the recordings are also called {string.Join(", ", unknown)}.",
                "Use the data set that the model was trained for, or import the recordings again with the model's labels.");
        }

        if (model.Labels.FirstOrDefault(label => recordings.All(r => r.Label != label)) is { } empty)
        {
            throw new ValidationException(
                $"Class '{empty}' cannot be judged.", $"None of the {recordings.Count} recordings of this part has that label.", "Split again so that each class is in each part, or record the class.");
        }
    }

    private static ValidationSample SampleOf(ValidatedModel model, FixedFrontEnd frontEnd, DataRecording recording)
    {
        DeviceSamples.RequireMatch(recording.Signal, frontEnd.Config);
        short[] counts = recording.Signal.ToCounts(frontEnd.Config.FixedPointScale);
        sbyte[][] windows = frontEnd.Features(counts);
        int frames = frontEnd.Config.Frames;
        if (windows.Length < frames)
        {
            throw new ValidationException(
                $"Recording '{recording.Id}' is too short.", $"It holds {windows.Length} of the {frames} windows that the network sees at once.", "Record longer, or take it out of the set.");
        }

        return new ValidationSample(recording.Id, Enumerable.Range(0, model.Labels.Count).First(i => model.Labels[i] == recording.Label), recording.Tags.Stratum, [.. windows[^frames..].SelectMany(w => w)], counts);
    }
}
