using TinyEdge.NanoTests.Generator;
using TinyEdge.Tests;

namespace TinyEdge.NanoTests.Host;

/// <summary>The expected values in the repository are those that the generator writes today.</summary>
public class GeneratedSourcesTests
{
    private const string Folder = "tests/TinyEdge.NanoTests/Generated";

    private static readonly Lazy<(string Name, string Text)[]> s_sources = new(() => [.. GeneratedSources.All()]);

    public static TheoryData<string> Names => [.. s_sources.Value.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void File_InTheRepository_IsUpToDate(string name)
    {
        string expected = s_sources.Value.Single(source => source.Name == name).Text;
        string path = Path.Combine(Repository.Root, Folder, name);
        Assert.True(File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == expected, $"{Folder}/{name} is out of date: run tools/update-nanotests.sh and look at the difference.");
    }

    [Fact]
    public void Folder_InTheRepository_HasNothingElse()
    {
        IEnumerable<string> names = Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
        Assert.Equal(s_sources.Value.Select(source => source.Name).Order(StringComparer.Ordinal), names);
    }

}
