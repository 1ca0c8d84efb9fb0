namespace TinyEdge.Tests.Structure;

/// <summary>The figures in SECURITY.md are those of the reports in the repository.</summary>
public class SecurityDocumentTests
{
    private const string Figures = "tests/faults/figures/";

    [RepositoryFact]
    public void Figures_InTheDocument_AreThoseOfTheReports()
    {
        string document = SourceTree.Read("SECURITY.md");
        int start = document.IndexOf("<!-- figures -->\n", StringComparison.Ordinal);
        int end = document.IndexOf("<!-- end of figures -->", StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "SECURITY.md has no section of figures");
        string expected = string.Join('\n',
        [
            "### Power cuts and flash faults", "", MadeBy("campaigns.md"), "", Lines(Figures + "campaigns.md").First(line => line.Contains(" cases, ", StringComparison.Ordinal)), "",
            "### Seeded bugs that the campaigns must find", "", .. SeededBugs(), "",
            "### Soak", "", MadeBy("soak.md"), "", .. Table(Figures + "soak.md"), "",
            "### Fuzzing", "", .. Table("tests/TinyEdge.Fuzzing/FIGURES.md"),
        ]);
        Assert.Equal(expected, document[(start + "<!-- figures -->".Length)..end].Trim());
    }

    /// <summary>What is published must have held: no violation, no bug that was not found, nothing lost, invented or allocated.</summary>
    [RepositoryFact]
    public void Reports_InTheRepository_AreGoodNews()
    {
        Assert.Contains(" 0 violations.", SourceTree.Read(Figures + "campaigns.md"), StringComparison.Ordinal);
        Assert.All(HasSeededBugs ? Table(Figures + "seeded-bugs.md").Skip(2).Select(Cells) : [], row => Assert.NotEqual("0", row[2]));
        Dictionary<string, string> soak = Table(Figures + "soak.md").Skip(2).Select(Cells).ToDictionary(row => row[0], row => row[1]);
        Assert.All(["violations", "decisions lost", "decisions invented or different", "bytes allocated in them"], name => Assert.Equal("0", soak[name]));
    }

    private static bool HasSeededBugs => SourceTree.Files.Contains(Figures + "seeded-bugs.md");

    private static IEnumerable<string> SeededBugs() => HasSeededBugs
        ? [MadeBy("seeded-bugs.md"), "", .. Table(Figures + "seeded-bugs.md")]
        : ["No report yet; `SeededBugTests` puts each bug that `tinyedge faults --list` names into the sources and requires that it is found."];

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string MadeBy(string report) => Lines(Figures + report).First(line => line.StartsWith("Made by", StringComparison.Ordinal));

    private static IEnumerable<string> Table(string file) =>
        Lines(file).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));

    private static string[] Lines(string file) => SourceTree.Read(file).Split('\n');
}
