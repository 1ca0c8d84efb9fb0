using System.Globalization;
using Spectre.Console;
using TinyEdge.Cli.Console;
using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.DataSets.Describing;

namespace TinyEdge.Cli.DataSets;

/// <summary>Shows a data set: what it covers, and its signals by stratum and class.</summary>
internal sealed class DataSetView(DataSet set, DataSetReport report)
{
    public object ToJson() => new
    {
        Set = set.Folder,
        report.Recordings,
        report.Groups,
        report.Files,
        report.Seconds,
        report.SampleRateHz,
        report.Unit,
        report.Axes,
        report.EmptyLabels,
        report.Coverage,
        Cells = report.Cells.Select(c => new
        {
            c.Label,
            c.Stratum,
            c.Recordings,
            c.Groups,
            c.Seconds,
            c.MeanByAxis,
            c.SteadyLevel,
            c.Rms,
            c.Peak,
            c.Crest,
            c.ClippedRatio,
            c.DominantHz,
        }),
    };

    public void WriteText(CliConsole console)
    {
        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{set.Folder}: {report.Recordings:N0} recordings in {report.Groups:N0} groups, {report.Seconds:N1} s, {report.Axes} axes at {report.SampleRateHz} Hz, in {report.Unit}"));
        console.Results.Write(CoverageTable());
        console.Out.WriteLine(report.Coverage.EmptyCells == 0
            ? "every combination of tags and class that occurs in the set has recordings"
            : string.Create(CultureInfo.InvariantCulture, $"{report.Coverage.EmptyCells:N0} combinations of tags and class are empty ('-'){(report.Coverage.Combinations > Coverage.MaxRows ? ", too many to list" : string.Empty)}"));
        console.Results.Write(SignalTable());
        WriteRemarks(console);
    }

    private Table CoverageTable()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("recordings (seconds) of");
        foreach (string label in report.Coverage.Labels)
        {
            table.AddColumn(new TableColumn(label).RightAligned());
        }

        foreach (CoverageRow row in report.Coverage.Rows)
        {
            table.AddRow([row.Stratum, .. row.RecordingsByLabel.Zip(row.SecondsByLabel, (count, seconds) => count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} ({seconds:N0})"))]);
        }

        return table;
    }

    private Table SignalTable()
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("stratum").AddColumn("class");
        foreach (string heading in new[] { "groups", "mean by axis", "steady", "rms", "peak", "crest", "clipped", "strongest Hz" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (CellStatistics cell in report.Cells)
        {
            table.AddRow(
                cell.Stratum, cell.Label, Text(cell.Groups, "N0"), string.Join(' ', cell.MeanByAxis.Select(m => Text(m, "0.000"))), Text(cell.SteadyLevel, "0.000"), Text(cell.Rms, "0.0000"),
                Text(cell.Peak, "0.000"), Text(cell.Crest, "0.0"), cell.ClippedRatio is double clipped ? Text(100 * clipped, "0.00") + " %" : "-", Text(cell.DominantHz, "0.0"));
        }

        return table;
    }

    private void WriteRemarks(CliConsole console)
    {
        if (report.EmptyLabels.Count > 0)
        {
            console.Out.WriteLine($"classes without a recording: {string.Join(", ", report.EmptyLabels)}");
        }

        if (report.ThinCells.Count > 0)
        {
            console.Out.WriteLine($"{report.ThinCells.Count} of {report.Cells.Count} have one recording or one group only: they can be split in time, not by group");
        }

        if (report.Cells.Any(c => c.ClippedRatio is null))
        {
            console.Out.WriteLine("clipped '-': the sensor's range is not known (--sensor-range at import, or \"sensorRange\" in dataset.json)");
        }
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
