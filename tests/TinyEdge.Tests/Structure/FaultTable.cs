using System.Text.RegularExpressions;

namespace TinyEdge.Tests.Structure;

/// <summary>The rows of the tables in tests/faults.</summary>
internal static partial class FaultTable
{
    private const string Folder = "tests/faults/";

    private static readonly Lazy<IReadOnlyList<FaultRow>> s_rows = new(() => [.. Files.SelectMany(RowsOf)]);

    public static IReadOnlyList<FaultRow> Rows => s_rows.Value;

    private static IEnumerable<string> Files =>
        SourceTree.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal) && !file.EndsWith("README.md", StringComparison.Ordinal));

    private static IEnumerable<FaultRow> RowsOf(string file)
    {
        foreach (string line in SourceTree.Read(file).Split('\n').Where(line => line.StartsWith('|')))
        {
            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells[0] == "id" || cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.True(cells.Length == 3, $"{file}: a row has three cells: {line}");
            yield return new FaultRow(file[Folder.Length..], cells[0], cells[2], [.. TestName().Matches(cells[2]).Select(match => match.Value)]);
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w*Tests\.[A-Z]\w+")]
    private static partial Regex TestName();
}

/// <param name="File">Name of the table.</param>
/// <param name="Id">Case id.</param>
/// <param name="Covered">The cell of the tests or of the reason.</param>
/// <param name="Tests">Class.Method of every test that the cell names.</param>
internal sealed record FaultRow(string File, string Id, string Covered, IReadOnlyList<string> Tests);
