using System.Text.RegularExpressions;

namespace TinyEdge.Tests.Structure;

/// <summary>The documents name types and files; those must be there.</summary>
public class ArchitectureTests
{
    private static readonly string[] s_documents = ["ARCHITECTURE.md", "SPEC.md"];

    /// <summary>Words in backticks that are written like types, and what stands in backticks with a dot between two such words.</summary>
    [RepositoryFact]
    public void Types_NamedInArchitecture_AreInTheSources()
    {
        HashSet<string> words = [.. Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(file => Regex.Matches(Repository.Read(file), @"\b[A-Z]\w+").Select(match => match.Value))];
        IEnumerable<string> named = Regex.Matches(Repository.Read("ARCHITECTURE.md"), "`([^`\n]+)`").Select(match => match.Groups[1].Value)
            .Where(text => Regex.IsMatch(text, @"^[A-Z]\w+(\.[A-Z]\w+)*$")).SelectMany(text => text.Split('.'));
        Assert.DoesNotContain(named, name => !words.Contains(name) && !Regex.IsMatch(name, "^(?:TinyEdge|NanoShim|Bcl|README|SPEC)$"));
    }

    [RepositoryFact]
    public void Paths_NamedInTheDocuments_Exist()
    {
        foreach (string document in s_documents)
        {
            foreach (Match match in Regex.Matches(Repository.Read(document), "`((?:tools|tests|shared|firmware|companion|samples)/[^`*\n]*)`"))
            {
                string path = Repository.PathOf(match.Groups[1].Value.TrimEnd('/'));
                Assert.True(File.Exists(path) || File.Exists(path + ".cs") || Directory.Exists(path), $"{document} names {match.Groups[1].Value}, which is not there.");
            }
        }
    }

    [RepositoryFact]
    public void Links_WithinTheDocuments_LeadSomewhere()
    {
        foreach (string document in s_documents)
        {
            string text = Repository.Read(document);
            HashSet<string> anchors = [.. Regex.Matches(text, "^#+ (.+)$", RegexOptions.Multiline).Select(match => Anchor(match.Groups[1].Value))];
            foreach (Match match in Regex.Matches(text, @"\]\(([^)]+)\)"))
            {
                string target = match.Groups[1].Value;
                Assert.True(target.StartsWith('#') ? anchors.Contains(target[1..]) : File.Exists(Repository.PathOf(target)), $"{document} links to {target}, which is not there.");
            }
        }
    }

    /// <summary>As the usual renderers make them: lower case, marks dropped, spaces to dashes.</summary>
    private static string Anchor(string heading) => Regex.Replace(heading.ToLowerInvariant(), @"[^\w\- ]", string.Empty).Replace(' ', '-');
}
