using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyEdge.Tests.Structure;

/// <summary>SPEC.md as sections and tables.</summary>
internal static partial class SpecDocument
{
    public static string Text => Repository.Read("SPEC.md");

    /// <summary>Headings like "Prefix, 32 bytes" with the record table that follows them.</summary>
    public static IEnumerable<SpecRecord> Records() =>
        from Match heading in RecordHeading().Matches(Text)
        let section = SectionFrom(heading.Index)
        select new SpecRecord(
            heading.Groups["name"].Value,
            Number(heading.Groups["size"].Value),
            [.. Rows(section).Where(row => row.Length >= 3 && int.TryParse(row[0], out _) && int.TryParse(row[1], out _)).Select(row => new SpecField(Number(row[0]), Number(row[1]), row[2]))]);

    public static SpecRecord Record(string name) => Records().Single(record => record.Name == name);

    /// <summary>Cells of all table rows of the section with this heading.</summary>
    public static IReadOnlyList<string[]> RowsOf(string heading)
    {
        Match match = Regex.Match(Text, $"^#+ {Regex.Escape(heading)}$", RegexOptions.Multiline);
        Assert.True(match.Success, $"SPEC.md has no section '{heading}'");
        return [.. Rows(SectionFrom(match.Index))];
    }

    private static IEnumerable<string[]> Rows(string section) =>
        section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());

    private static string SectionFrom(int start)
    {
        int behindHeading = Text.IndexOf('\n', start);
        Match next = Regex.Match(Text[behindHeading..], "^#", RegexOptions.Multiline);
        return next.Success ? Text.Substring(behindHeading, next.Index) : Text[behindHeading..];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^### (?<name>.+), (?<size>\d+) bytes$", RegexOptions.Multiline)]
    private static partial Regex RecordHeading();
}

internal sealed record SpecField(int At, int Size, string Name);

internal sealed record SpecRecord(string Name, int Size, IReadOnlyList<SpecField> Fields)
{
    /// <summary>The one field of that name.</summary>
    public SpecField this[string name] => Fields.Single(field => field.Name == name);
}
