using System.Security.Cryptography;
using System.Text;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;

namespace TinyEdge.Companion.Training.Runs;

/// <summary><c>MODEL_CARD.md</c> of a trained classifier: what it was made from, how it was judged, what it cannot do, how to make it again.</summary>
public static class TrainingCard
{
    private const int FewRecordings = 30;

    public static string Write(ClassifierOutcome outcome, DataSplit split, string command)
    {
        StringBuilder card = new();
        WriteHead(card, outcome, split);
        WriteFigures(card, outcome);
        WriteConfusion(card, outcome.Int8);
        WriteLimits(card, outcome, split);
        CardText.WriteReproduction(card, command, outcome.Trained.Seed);
        return card.ToString();
    }

    private static void WriteHead(StringBuilder card, ClassifierOutcome outcome, DataSplit split)
    {
        NetworkRecipe recipe = outcome.Recipe;
        CardText.Line(card, $"# {recipe.Name}");
        CardText.Line(card, $"");
        CardText.Line(card, $"Written by the training run; the figures are that run's own.");
        CardText.Line(card, $"");
        CardText.Line(card, $"| | |");
        CardText.Line(card, $"|---|---|");
        CardText.Line(card, $"| model.tem | {outcome.Component.Length} bytes, SHA-256 `{Convert.ToHexStringLower(SHA256.HashData(outcome.Component))}` |");
        CardText.WriteFrontEnd(card, recipe);
        CardText.Line(card, $"| network | {string.Join(", ", outcome.Trained.Network.Layers.Select(CardText.Describe))}; {outcome.Trained.Network.ParameterCount} parameters |");
        CardText.Line(card, $"| quantisation | INT8, weights by channel; {(outcome.Trained.IsQuantizedInTheLoop ? "trained with it in the loop, ranges learnt" : "after training, ranges measured")} |");
        CardText.Line(card, $"| classes | {string.Join(", ", outcome.Trained.Labels)} |");
        CardText.Line(card, $"| multiply-accumulates an inference | {outcome.MacsPerInference} |");
        CardText.Line(card, $"| pools, device layout, front end and network | {outcome.PoolBytes} bytes |");
        CardText.Line(card, $"| training | {outcome.Epochs} passes, learning rate {recipe.Trainer.LearningRate}, batches of {recipe.Trainer.BatchSize}; recipe SHA-256 `{outcome.Trained.RecipeSha256}`, seed {outcome.Trained.Seed} |");
        CardText.WriteData(card, split, recipe, isLearnt: _ => true);
    }

    private static void WriteFigures(StringBuilder card, ClassifierOutcome outcome)
    {
        CardText.Line(card, $"## Figures on the verdict part");
        CardText.Line(card, $"");
        CardText.Line(card, $"One verdict a recording, by the highest class. INT8 is the device's own code on the bytes of model.tem; float the same network before it was rounded.");
        CardText.Line(card, $"");
        CardText.Line(card, $"| | recordings | float | INT8 |");
        CardText.Line(card, $"|---|---|---|---|");
        CardText.Line(card, $"| accuracy | {outcome.Int8.Recordings} | {FigureText.Ratio(outcome.Float.AccuracyRatio)} | {FigureText.Ratio(outcome.Int8.AccuracyRatio)} |");
        CardText.Line(card, $"| balanced accuracy, mean over the classes | {outcome.Int8.Recordings} | {FigureText.Ratio(outcome.Float.BalancedAccuracyRatio)} | {FigureText.Ratio(outcome.Int8.BalancedAccuracyRatio)} |");
        foreach (StratumAccuracy stratum in outcome.Int8.ByStratum)
        {
            StratumAccuracy? same = outcome.Float.ByStratum.FirstOrDefault(s => s.Stratum == stratum.Stratum && s.Label == stratum.Label);
            CardText.Line(card, $"| {stratum.Stratum}: {stratum.Label} called {stratum.Label} | {stratum.Recordings} | {FigureText.Ratio(same is null ? null : (double)same.Right / same.Recordings)} | {FigureText.Ratio((double)stratum.Right / stratum.Recordings)} |");
        }

        CardText.Line(card, $"");
    }

    private static void WriteConfusion(StringBuilder card, ClassReport report)
    {
        CardText.Line(card, $"Confusion of the INT8 model (rows: truth):");
        CardText.Line(card, $"");
        CardText.Line(card, $"| | {string.Join(" | ", report.Labels)} |");
        CardText.Line(card, $"|---|{string.Concat(report.Labels.Select(_ => "---|"))}");
        for (int k = 0; k < report.Labels.Count; k++)
        {
            CardText.Line(card, $"| {report.Labels[k]} | {string.Join(" | ", report.Confusion[k])} |");
        }

        CardText.Line(card, $"");
    }

    private static void WriteLimits(StringBuilder card, ClassifierOutcome outcome, DataSplit split)
    {
        CardText.Line(card, $"## Limits");
        CardText.Line(card, $"");
        CardText.Line(card, split.Mode == SplitMode.InTime
            ? (FormattableString)$"- Judged on later recordings of machines and mountings that it was trained on, not on others."
            : $"- Judged on groups that it was not trained on.");
        StratumAccuracy[] few = [.. outcome.Int8.ByStratum.Where(s => s.Recordings < FewRecordings)];
        CardText.Line(card, few.Length > 0
            ? (FormattableString)$"- Fewer than {FewRecordings} recordings stand behind these lines, which therefore say little: {string.Join("; ", few.Select(s => $"{s.Stratum}, {s.Label} ({s.Recordings})"))}."
            : $"- Every line stands on {FewRecordings} recordings or more.");
        CardText.Line(card, $"- It knows its classes and nothing else: a signal of another kind is called one of them all the same.");
        CardText.Line(card, $"- Other sensors must deliver the same unit and rate.");
        if (outcome.Int8.SaturatedValues > 0)
        {
            CardText.Line(card, $"- {outcome.Int8.SaturatedValues} values of the verdict part are beyond the device's int16.");
        }

        CardText.Line(card, $"");
    }
}
