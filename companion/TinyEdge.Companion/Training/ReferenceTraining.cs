using System.Globalization;
using System.Security.Cryptography;
using TinyEdge.Companion.Components;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training;

/// <summary>One run of a recipe, judged on the last part of every file, in float and in INT8.</summary>
public sealed record TrainingOutcome(TrainingRecipe Recipe, int Seed, TrainedModel Model, EvaluationSummary Float, EvaluationReport Int8);

/// <summary>Makes the models that the repository ships, from the public fan recordings, in one call.</summary>
public static class ReferenceTraining
{
    /// <summary>Runs with other seeds, to show how much of the result is luck.</summary>
    public const int DefaultSeeds = 5;

    public const string ModelFileName = "model.tem";
    public const string CardFileName = "MODEL_CARD.md";

    /// <summary>
    /// Trains the reference and the baseline model and writes <c>NAME/model.tem</c>, <c>NAME/training.json</c> and <c>NAME/MODEL_CARD.md</c>. The same
    /// recordings and seed give the same bytes.
    /// </summary>
    /// <param name="dataFolder">Folder with the fan recordings.</param>
    /// <param name="outputFolder">Where models go, <c>models</c> in the repository.</param>
    /// <param name="seed">Seed of the models written; the card also shows the seeds after it.</param>
    /// <param name="log">Narration.</param>
    /// <param name="seeds">Seeds to run in all, 1 or more.</param>
    /// <returns>The outcomes of the models written.</returns>
    /// <exception cref="RecordingException">The recordings are missing or malformed.</exception>
    public static IReadOnlyList<TrainingOutcome> Run(string dataFolder, string outputFolder, int seed, TextWriter log, int seeds = DefaultSeeds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        IReadOnlyList<FanFile> files = FanVibrationLayout.Load(dataFolder);
        log.WriteLine($"{files.Count} files, {files.Sum(f => f.Recordings.Count)} recordings");
        return [.. new[] { ReferenceRecipes.Reference, ReferenceRecipes.Baseline }.Select(recipe => RunRecipe(recipe, files, outputFolder, seed, seeds, log))];
    }

    /// <summary>Trains one model and judges it; writes nothing.</summary>
    public static TrainingOutcome Train(TrainingRecipe recipe, IReadOnlyList<FanFile> files, int seed)
    {
        TrainedModel model = new ModelBuilder(recipe, seed).Build(files);
        LabelledRecording[] verdict = [.. Labelled(files, FanSplit.Verdict)];
        EvaluationSummary asFloat = EvaluationSummary.Of(ModelBuilder.JudgeFloat(model, verdict, recipe.FrontEnd.FixedPointScale));
        return new TrainingOutcome(recipe, seed, model, asFloat, new Evaluator(new ModelPipeline(model.Component)).Run(verdict));
    }

    /// <summary>The recordings of one part of every file, with what is known about them.</summary>
    public static IEnumerable<LabelledRecording> Labelled(IEnumerable<FanFile> files, Func<FanFile, IEnumerable<Recording>> part) =>
        files.SelectMany(f => part(f).Select(r => new LabelledRecording(r, f.Conditions)));

    private static TrainingOutcome RunRecipe(TrainingRecipe recipe, IReadOnlyList<FanFile> files, string outputFolder, int seed, int seeds, TextWriter log)
    {
        List<TrainingOutcome> outcomes = [];
        for (int i = 0; i < seeds; i++)
        {
            TrainingOutcome outcome = Train(recipe, files, seed + i);
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Name} seed {outcome.Seed}: balanced accuracy {outcome.Int8.Summary.BalancedAccuracyRatio:0.000} (float {outcome.Float.BalancedAccuracyRatio:0.000}), moving false alarms {outcome.Int8.Summary.MovingFalseAlarmRatio:0.000}"));
            outcomes.Add(outcome);
        }

        ThresholdChoice threshold = ChooseThreshold(recipe, files, seed);
        string folder = Path.Combine(outputFolder, recipe.Name);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, ModelFileName), outcomes[0].Model.Component);
        File.WriteAllBytes(Path.Combine(folder, TrainedNetworkFile.FileName), TrainedNetworkFile.Write(TrainedOf(outcomes[0])));
        File.WriteAllText(Path.Combine(folder, CardFileName), ModelCard.Write(outcomes, threshold, files));
        log.WriteLine($"wrote {folder}");
        return outcomes[0];
    }

    // What the folder of a model needs to be validated: the float network that its INT8 was made from.
    private static TrainedNetwork TrainedOf(TrainingOutcome outcome)
    {
        TrainingRecipe recipe = outcome.Recipe;
        TrainedModel model = outcome.Model;
        return new TrainedNetwork(
            model.Network, model.Quantized.Input, model.Ranges, recipe.Trainer.QuantizeAfter < 1, model.Section, [.. FanClasses.Labels(recipe.Answers)], outcome.Seed,
            Convert.ToHexStringLower(SHA256.HashData(ComponentJson.ToBytes(recipe))));
    }

    // On the tuning part, with a model that has not seen it: scores on data a network was fitted to are always confident.
    private static ThresholdChoice ChooseThreshold(TrainingRecipe recipe, IReadOnlyList<FanFile> files, int seed)
    {
        TrainedModel fitted = new ModelBuilder(recipe, seed).Fit(files);
        EvaluationReport report = new Evaluator(new ModelPipeline(fitted.Component)).Run([.. Labelled(files, FanSplit.Tuning)], choosesThreshold: true);
        return report.FaultThreshold!;
    }
}
