using System.Text.RegularExpressions;
using System.Xml.Linq;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Tests.Structure;

/// <summary>What Visual Studio needs of the device's projects and nobody here can ask it: identities, the solution, settings that stay out.</summary>
public partial class DeviceProjectTests
{
    private const string NanoProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";

    private static readonly XNamespace s_msbuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private static string[] Projects => [.. SourceTree.Files.Where(file => file.EndsWith(".nfproj", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [RepositoryFact]
    public void Solution_ForEachDeviceProject_BuildsAndDeploysIt()
    {
        string solution = SourceTree.Read("TinyEdge.sln");
        foreach (string project in Projects)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            string guid = GuidOf(project).ToUpperInvariant();
            Assert.Contains($"Project(\"{NanoProjectType}\") = \"{name}\", \"{project.Replace('/', '\\')}\", \"{guid}\"", solution, StringComparison.Ordinal);
            foreach (string configuration in new[] { "Debug", "Release" })
            {
                foreach (string kind in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
                {
                    Assert.Contains($"{guid}.{configuration}|Any CPU.{kind} = {configuration}|Any CPU", solution, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>Visual Studio and MSBuild refuse a solution with two projects of one name in one folder.</summary>
    [RepositoryFact]
    public void Solution_OfTheRepository_HasEachNameAndIdentityOnce()
    {
        MatchCollection entries = SolutionEntry().Matches(SourceTree.Read("TinyEdge.sln"));
        Assert.NotEmpty(entries);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Groups["name"].Value).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(entries.Count, entries.Select(entry => entry.Groups["guid"].Value).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [RepositoryFact]
    public void References_BetweenDeviceProjects_CarryTheIdentityOfTheirTarget()
    {
        foreach (string project in Projects)
        {
            foreach (XElement reference in Load(project).Descendants(s_msbuild + "ProjectReference"))
            {
                string include = ((string)reference.Attribute("Include")!).Replace('\\', '/');
                string target = Path.GetRelativePath(SourceTree.Root!, Path.Combine(SourceTree.PathOf(Path.GetDirectoryName(project)!), include)).Replace('\\', '/');
                Assert.Contains(target, Projects);
                Assert.Equal(GuidOf(target), (string?)reference.Element(s_msbuild + "Project"));
                Assert.Equal(Path.GetFileNameWithoutExtension(target), (string?)reference.Element(s_msbuild + "Name"));
            }
        }
    }

    /// <summary>MSBuild reads these files behind a device project's own settings: without the condition they would switch its language to that of the desktop.</summary>
    [RepositoryFact]
    public void DesktopSettings_OfTheRepository_StayOutOfDeviceProjects()
    {
        foreach (string file in new[] { "Directory.Build.props", "Directory.Packages.props" })
        {
            foreach (XElement group in XDocument.Parse(SourceTree.Read(file)).Root!.Elements())
            {
                Assert.Matches(@"\.nfproj|IsDeviceSource", (string?)group.Attribute("Condition") ?? $"{file}: <{group.Name.LocalName}> without a condition");
            }
        }
    }

    [RepositoryFact]
    public void AssemblyVersion_OfDeviceAssemblies_IsTheRuntimeVersion()
    {
        Version expected = new((int)(RuntimeVersion.Packed >> 24), (int)((RuntimeVersion.Packed >> 16) & 0xFF), (int)(RuntimeVersion.Packed & 0xFFFF), 0);
        Assert.Contains($"AssemblyVersion(\"{expected}\")", SourceTree.Read("firmware/DeviceAssembly.cs"), StringComparison.Ordinal);
        Assert.Equal(expected, typeof(RuntimeVersion).Assembly.GetName().Version);
    }

    private static XElement Load(string project) => XDocument.Parse(SourceTree.Read(project)).Root!;

    private static string GuidOf(string project) => Load(project).Descendants(s_msbuild + "ProjectGuid").Single().Value;

    [GeneratedRegex("^Project\\(\"[^\"]*\"\\) = \"(?<name>[^\"]*)\", \"[^\"]*\", \"(?<guid>[^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex SolutionEntry();
}
