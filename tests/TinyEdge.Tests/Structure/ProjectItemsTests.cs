using System.Xml.Linq;

namespace TinyEdge.Tests.Structure;

/// <summary>Visual Studio and the build take what the .projitems lists: it must be every source file, once, in order.</summary>
public class ProjectItemsTests
{
    private const string Here = "$(MSBuildThisFileDirectory)";
    private const string Remedy = "Run tools/update-projitems.sh.";

    [RepositoryFact]
    public void SharedProjects_OfTheDevice_ListEverySourceOnceInOrder()
    {
        foreach (string folder in Repository.DeviceFolders)
        {
            string items = $"{folder}/{Path.GetFileName(folder)}.projitems";
            string[] listed = [.. Listed(items)];
            string[] there = [.. Repository.SourcesIn(folder).Select(file => file[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];
            Assert.True(there.Except(listed).FirstOrDefault() is null, $"{items} lacks {string.Join(", ", there.Except(listed))}. {Remedy}");
            Assert.True(listed.Except(there).FirstOrDefault() is null, $"{items} lists what is not there: {string.Join(", ", listed.Except(there))}. {Remedy}");
            Assert.True(listed.SequenceEqual(there), $"{items} lists a file twice or out of order. {Remedy}");
        }
    }

    [RepositoryFact]
    public void Solution_OfTheRepository_HasEveryProject()
    {
        string[] kinds = [".csproj", ".nfproj", ".shproj"];
        string solution = Repository.Read("TinyEdge.sln").Replace('\\', '/');
        string[] projects = [.. Repository.Files.Where(file => kinds.Contains(Path.GetExtension(file)))];
        Assert.NotEmpty(projects);
        string[] missing = [.. projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.OrdinalIgnoreCase))];
        Assert.True(missing.Length == 0, $"TinyEdge.sln lacks {string.Join(", ", missing)}; add them with 'dotnet sln add'.");
    }

    [RepositoryFact]
    public void SolutionItems_OfTheSolution_Exist()
    {
        // README.md may come and go in a working copy; the others are what the build stands on.
        foreach (string file in new[] { "SPEC.md", "ARCHITECTURE.md", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".ci/run" })
        {
            Assert.True(File.Exists(Repository.PathOf(file)), file);
            Assert.Contains($"{file.Replace('/', '\\')} = {file.Replace('/', '\\')}", Repository.Read("TinyEdge.sln"), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Listed(string items)
    {
        XElement root = XDocument.Parse(Repository.Read(items)).Root!;
        foreach (string include in root.Descendants(root.Name.Namespace + "Compile").Select(item => (string)item.Attribute("Include")!))
        {
            Assert.StartsWith(Here, include, StringComparison.Ordinal);
            Assert.DoesNotContain("*", include, StringComparison.Ordinal);
            yield return include[Here.Length..].Replace('\\', '/');
        }
    }
}
