using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Cli.Training;

/// <summary>What a training run came to, for a person.</summary>
internal static class TrainingView
{
    public static void Write(CliConsole console, ClassifierOutcome outcome, string folder, string digest)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("verdict part");
        foreach (string heading in new[] { "recordings", "float", "INT8" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        AddRow(table, "accuracy", outcome.Int8.Recordings, outcome.Float.AccuracyRatio, outcome.Int8.AccuracyRatio);
        AddRow(table, "balanced accuracy", outcome.Int8.Recordings, outcome.Float.BalancedAccuracyRatio, outcome.Int8.BalancedAccuracyRatio);
        foreach (StratumAccuracy stratum in outcome.Int8.ByStratum)
        {
            StratumAccuracy? same = outcome.Float.ByStratum.FirstOrDefault(s => s.Stratum == stratum.Stratum && s.Label == stratum.Label);
            AddRow(table, $"{stratum.Stratum}: {stratum.Label}", stratum.Recordings, same is null ? null : (double)same.Right / same.Recordings, (double)stratum.Right / stratum.Recordings);
        }

        console.Results.Write(table);
        console.Out.WriteLine($"{outcome.Trained.Network.ParameterCount} parameters, {outcome.Epochs} passes, {outcome.MacsPerInference} multiply-accumulates an inference, pools {outcome.PoolBytes} bytes on the device");
        console.Out.WriteLine($"SHA-256 {digest}  {Path.Combine(folder, ModelFolder.ModelFileName)}");
        console.Say("A bundle also needs deployment.json and thresholds.json in the folder; MODEL_CARD.md says the rest.");
    }

    private static void AddRow(Table table, string name, int recordings, double? asFloat, double? int8) =>
        table.AddRow(Markup.Escape(name), recordings.ToString("N0", CultureInfo.InvariantCulture), FigureText.Ratio(asFloat), FigureText.Ratio(int8));
}
