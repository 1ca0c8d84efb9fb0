using TinyEdge.Codegen;
using TinyEdge.Tests.Structure;

namespace TinyEdge.Tests.Codegen;

public class GeneratedSourceTests
{
    [RepositoryFact]
    public void Stale_InTheRepository_IsEmpty()
    {
        IReadOnlyList<string> stale = SourceCatalog.Stale(SourceTree.Root!);
        Assert.True(stale.Count == 0, $"stale: {string.Join(", ", stale)}. Run dotnet run --project tools/TinyEdge.Codegen.");
    }

    /// <summary>A file that nobody generates any more would stay as it is for ever.</summary>
    [RepositoryFact]
    public void GeneratedFiles_OfTheRepository_AreAllInTheCatalog()
    {
        HashSet<string> known = [.. SourceCatalog.All().Select(source => source.Path)];
        Assert.DoesNotContain(SourceTree.Files, file => file.EndsWith(".g.cs", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal) && !known.Contains(file));
    }

    [Fact]
    public void Write_IntoAnEmptyFolder_MakesEveryFileOnce()
    {
        string root = Directory.CreateTempSubdirectory("tinyedge-codegen").FullName;
        try
        {
            Assert.Equal(SourceCatalog.All().Select(source => source.Path), SourceCatalog.Write(root));
            Assert.Empty(SourceCatalog.Stale(root));
            Assert.Empty(SourceCatalog.Write(root));
            string first = Path.Combine(root, SourceCatalog.All().First().Path);
            File.AppendAllText(first, " ");
            Assert.Equal([SourceCatalog.All().First().Path], SourceCatalog.Stale(root));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
