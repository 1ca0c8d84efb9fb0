using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using TinyEdge.Bundles;
using TinyEdge.Companion;
using TinyEdge.Companion.Bundling;
using TinyEdge.Companion.Devices;
using TinyEdge.Runtime.Transport;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Tests.Structure;

/// <summary>The tables of names and numbers in SPEC.md against the code.</summary>
public class SpecTableTests
{
    [RepositoryFact]
    public void ResultCodes_InSpec_AreTheCodesInCode()
    {
        string spec = SpecDocument.Text;
        int table = spec.IndexOf("| code | name | meaning | what to do |", StringComparison.Ordinal);
        Assert.True(table >= 0, "SPEC.md has no table of result codes");
        Assert.Equal(RenderResultCodes(), spec[table..]);
    }

    /// <summary>"SensorSilent 404" and the like, wherever SPEC.md says it.</summary>
    [RepositoryFact]
    public void NamesWithNumbers_InSpec_BelongTogether()
    {
        Dictionary<string, int> codes = Enum.GetValues<ResultCode>().ToDictionary(code => code.ToString(), code => (int)code);
        int seen = 0;
        foreach (Match match in Regex.Matches(SpecDocument.Text, @"\b([A-Z][A-Za-z]+) (\d{1,3})\b"))
        {
            if (codes.TryGetValue(match.Groups[1].Value, out int code))
            {
                seen++;
                Assert.Equal($"{match.Groups[1].Value} {code}", match.Value);
            }
        }

        Assert.InRange(seen, 100, int.MaxValue);
    }

    [RepositoryFact]
    public void ExitCodes_InSpec_AreTheCodesInCode()
    {
        Assert.Equal(
            Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}"),
            SpecDocument.RowsOf("Exit codes").Where(row => char.IsAsciiDigit(row[0][0])).Select(row => $"{row[0]} {row[1]}"));
    }

    [RepositoryFact]
    public void Labels_InCode_AreAllInSpec()
    {
        string spec = SpecDocument.Text;
        IEnumerable<string> labels = typeof(WireLabels).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.DoesNotContain(labels, label => !spec.Contains($"`{label}`", StringComparison.Ordinal));
        Assert.Contains($"`{WireLabels.ScoreHistogram(0)}`..`{WireLabels.ScoreHistogram(7)}`", spec, StringComparison.Ordinal);
        Assert.Contains($"`{WireLabels.AppFigure(0)}`..`{WireLabels.AppFigure(3)}`", spec, StringComparison.Ordinal);
    }

    [RepositoryFact]
    public void Labels_InTheTablesOfSpec_AreAllInCode()
    {
        HashSet<string> known = [.. typeof(WireLabels).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
        known.UnionWith(Enumerable.Range(0, 8).Select(WireLabels.ScoreHistogram));
        known.UnionWith(Enumerable.Range(0, 4).Select(WireLabels.AppFigure));
        foreach (string section in new[] { "Lines", "Identity", "Health", "Banks" })
        {
            string[] labels = [.. SpecDocument.RowsOf(section).SelectMany(row => Regex.Matches(row[0], "`([^`]+)`")).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(labels);
            Assert.DoesNotContain(labels, label => !known.Contains(label));
        }
    }

    [RepositoryFact]
    public void Commands_InSpec_AreTheCommandsInCode()
    {
        IReadOnlyList<string[]> rows = SpecDocument.RowsOf("Commands");
        foreach (DeviceCommand command in Enum.GetValues<DeviceCommand>().Where(command => command != DeviceCommand.None))
        {
            string route = $"{WireCommands.MethodOf(command)} {WireCommands.PathOf(command)}";
            string[] row = Assert.Single(rows, row => row[1] == route);
            string? words = WireCommands.WordsOf(command);
            Assert.True(words is null ? row[2] == "frames" : row[2] == words || row[2].StartsWith(words + " ", StringComparison.Ordinal), $"{route}: console words");
            Assert.Equal(WireCommands.NeedsChallenge(command), row[3].StartsWith("authentication", StringComparison.Ordinal));
            Assert.Equal(WireCommands.IsConsoleOnly(command), row[3].Contains("console only", StringComparison.Ordinal));
        }

        Assert.Equal(WireCommands.Count, rows.Count);
    }

    [RepositoryFact]
    public void Kinds_InCode_AreAllInSpec()
    {
        string kinds = SpecDocument.RowsOf("Lines").Single(row => row[0] == "`kind`")[1];
        string expected = string.Join(", ", Enum.GetValues<DeviceCommand>().Where(command => command != DeviceCommand.None).Select(WireCommands.KindOf));
        Assert.StartsWith(expected + "; error", kinds, StringComparison.Ordinal);
    }

    [RepositoryFact]
    public void Headers_InCode_AreAllInSpec()
    {
        string spec = SpecDocument.Text;
        IEnumerable<string> headers = typeof(WireHeaders).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.DoesNotContain(headers, header => !spec.Contains($"`{header}`", StringComparison.Ordinal));
    }

    /// <summary>Every result code gets the HTTP status that SPEC.md's table gives it.</summary>
    [RepositoryFact]
    public void HttpStatus_OfEveryResult_IsTheOneInSpec()
    {
        List<(int First, int Last, int Status)> single = [];
        List<(int First, int Last, int Status)> ranges = [];
        foreach (string[] row in SpecDocument.RowsOf("HTTP").Where(row => row.Length == 5 && row[0] != "result"))
        {
            foreach ((string results, string status) in new[] { (row[0], row[1]), (row[3], row[4]) })
            {
                foreach (Match match in Regex.Matches(results, @"(\d+)(?:\.\.(\d+))?"))
                {
                    int first = int.Parse(match.Groups[1].ValueSpan);
                    int last = match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan) : first;
                    (first == last ? single : ranges).Add((first, last, int.Parse(status)));
                }
            }
        }

        Assert.NotEmpty(single);
        foreach (ResultCode code in Enum.GetValues<ResultCode>())
        {
            int expected = single.Concat(ranges).Where(entry => (int)code >= entry.First && (int)code <= entry.Last).Select(entry => entry.Status).FirstOrDefault(500);
            Assert.Equal((code, expected), (code, HttpStatus.Of(code)));
        }
    }

    [RepositoryFact]
    public void PhasesAndOutcomes_InSpec_AreThoseInCode()
    {
        string[][] rows = [.. SpecDocument.RowsOf("Boot record, 64 bytes")];
        Assert.Equal(Numbered<UpdatePhase>(), rows.Single(row => row[2] == "phase")[3]);
        Assert.Equal(Numbered<UpdateOutcome>(), rows.Single(row => row[2] == "lastOutcome")[3]);
    }

    [RepositoryFact]
    public void EventsAndActions_InCode_AreExplainedInSpec()
    {
        HashSet<string> explained = [.. SpecDocument.RowsOf("States").Where(row => row.Length == 2).SelectMany(row => row[0].Split(", "))];
        string[] names = [.. Enum.GetNames<UpdateEvent>(), .. Enum.GetNames<UpdateAction>().Where(name => name != nameof(UpdateAction.None))];
        Assert.DoesNotContain(names, name => !explained.Contains(name));
    }

    [RepositoryFact]
    public void Environments_InSpec_AreThoseInCode()
    {
        Dictionary<string, uint> inSpec = [];
        foreach (string[] row in SpecDocument.RowsOf("Target environment").Where(row => row.Length == 5 && row[0] != "bit"))
        {
            foreach ((string bit, string name) in new[] { (row[0], row[1]), (row[3], row[4]) })
            {
                if (name.Length > 0)
                {
                    inSpec.Add(name, 1u << int.Parse(bit));
                }
            }
        }

        Assert.Equal(EnvironmentNames.All.Order(StringComparer.Ordinal), inSpec.Keys.Order(StringComparer.Ordinal));
        Assert.All(inSpec, pair => Assert.True(EnvironmentNames.TryGetBit(pair.Key, out uint bit) && bit == pair.Value, pair.Key));
    }

    /// <summary>The table as SPEC.md ends with it; paste it there when a code was added.</summary>
    private static string RenderResultCodes()
    {
        StringBuilder text = new("| code | name | meaning | what to do |\n|---|---|---|---|\n");
        foreach (ResultCode code in Enum.GetValues<ResultCode>())
        {
            text.Append($"| {(int)code} | {code} | {ResultCodeText.Meaning(code)} | {ResultCodeText.Remedy(code)} |\n");
        }

        return text.ToString();
    }

    private static string Numbered<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(value => $"{Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)} {value}"));
}
