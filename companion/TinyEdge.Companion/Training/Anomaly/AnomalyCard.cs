using System.Security.Cryptography;
using System.Text;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Companion.Training.Anomaly;

/// <summary><c>MODEL_CARD.md</c> of a detector.</summary>
public static class AnomalyCard
{
    public static string Write(AnomalyOutcome outcome, DataSplit split, string command)
    {
        StringBuilder card = new();
        WriteHead(card, outcome, split);
        WriteFigures(card, outcome);
        WriteLimits(card);
        CardText.WriteReproduction(card, command, outcome.Trained.Seed);
        return card.ToString();
    }

    /// <summary>What a threshold rests on, in a sentence.</summary>
    public static string Describe(AlarmThreshold threshold) => FormattableString.Invariant(
        $"level {threshold.Level} of 255: {threshold.ObservedRatio:P2} of {threshold.Recordings} normal tuning recordings reach it ({threshold.RequestedRatio:P2} asked for); with 95 % confidence the true rate is below {threshold.UpperBoundRatio:P2}.{(threshold.HasEnough ? string.Empty : $" That many recordings cannot show {threshold.RequestedRatio:P2}: it takes {Math.Ceiling(3 / threshold.RequestedRatio)} without a single alarm.")}");

    private static void WriteHead(StringBuilder card, AnomalyOutcome outcome, DataSplit split)
    {
        AnomalyOptions options = outcome.Recipe.Anomaly;
        CardText.Line(card, $"# {outcome.Recipe.Name}, anomaly detector");
        CardText.Line(card, $"");
        CardText.Line(card, $"Says how far a signal is from the normal ones that it was made from. Written by the training run; the figures are that run's own.");
        CardText.Line(card, $"");
        CardText.Line(card, $"| | |");
        CardText.Line(card, $"|---|---|");
        CardText.Line(card, $"| model.tem | {outcome.Component.Length} bytes, SHA-256 `{Convert.ToHexStringLower(SHA256.HashData(outcome.Component))}` |");
        CardText.WriteFrontEnd(card, outcome.Recipe);
        CardText.Line(card, $"| normal | {string.Join(", ", options.Normal)}{(options.LeavesOut.Count > 0 ? $" without {string.Join(", ", options.LeavesOut)}" : string.Empty)}: nothing else was learnt from or tuned on |");
        CardText.Line(card, $"| distance | to the nearest of {options.Centres} centres, mean magnitude over {options.Directions} directions, each in deviations of the normal recordings (shrinkage {options.Shrinkage}) |");
        CardText.Line(card, $"| network | {string.Join(", ", outcome.Trained.Network.Layers.Select(CardText.Describe))}, INT8 |");
        CardText.Line(card, $"| multiply-accumulates an inference | {outcome.MacsPerInference} |");
        CardText.Line(card, $"| pools, device layout, front end and network | {outcome.PoolBytes} bytes |");
        CardText.Line(card, $"| threshold | {Describe(outcome.Threshold)} |");
        CardText.WriteData(card, split, outcome.Recipe, options.IsLearnt);
    }

    private static void WriteFigures(StringBuilder card, AnomalyOutcome outcome)
    {
        CardText.Line(card, $"## Figures on the verdict part");
        CardText.Line(card, $"");
        CardText.Line(card, $"INT8 is the device's own code on the bytes of model.tem, one score a recording, before any debounce. AUC: against normal recordings of the same speed.");
        CardText.Line(card, $"");
        CardText.Line(card, $"| stratum | class | recordings | at or above the threshold | AUC, INT8 | AUC, float |");
        CardText.Line(card, $"|---|---|---|---|---|---|");
        foreach (AnomalyStratum stratum in outcome.Strata)
        {
            CardText.Line(card, $"| {stratum.Stratum} | {stratum.Label}{(stratum.IsNormal ? " (normal)" : string.Empty)} | {stratum.Recordings} | {FigureText.Ratio(stratum.AlarmRatio)} | {FigureText.Ratio(stratum.Auc)} | {FigureText.Ratio(stratum.FloatAuc)} |");
        }

        CardText.Line(card, $"");
    }

    private static void WriteLimits(StringBuilder card)
    {
        CardText.Line(card, $"## Limits");
        CardText.Line(card, $"");
        CardText.Line(card, $"- Whatever differs from the normal recordings raises the score: another mounting, speed or temperature as much as a fault.");
        CardText.Line(card, $"- Normal recordings follow one another, so they say less than as many independent ones, and the bound above is optimistic.");
        CardText.Line(card, $"");
    }
}
