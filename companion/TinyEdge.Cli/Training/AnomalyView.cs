using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training.Anomaly;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Cli.Training;

/// <summary>What training a detector came to, for a person.</summary>
internal static class AnomalyView
{
    public static void Write(CliConsole console, AnomalyOutcome outcome, string folder, string digest)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("verdict part", "class");
        foreach (string heading in new[] { "recordings", "alarms", "AUC, INT8", "AUC, float" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (AnomalyStratum stratum in outcome.Strata)
        {
            table.AddRow(
                Markup.Escape(stratum.Stratum),
                Markup.Escape(stratum.IsNormal ? $"{stratum.Label} (normal)" : stratum.Label),
                stratum.Recordings.ToString("N0", CultureInfo.InvariantCulture),
                FigureText.Ratio(stratum.AlarmRatio),
                FigureText.Ratio(stratum.Auc),
                FigureText.Ratio(stratum.FloatAuc));
        }

        console.Results.Write(table);
        console.Out.WriteLine(AnomalyCard.Describe(outcome.Threshold));
        console.Out.WriteLine($"{outcome.MacsPerInference} multiply-accumulates an inference, pools {outcome.PoolBytes} bytes on the device");
        console.Out.WriteLine($"SHA-256 {digest}  {Path.Combine(folder, ModelFolder.ModelFileName)}");
        console.Say("thresholds.json holds the level; a bundle also needs deployment.json in the folder.");
    }
}
