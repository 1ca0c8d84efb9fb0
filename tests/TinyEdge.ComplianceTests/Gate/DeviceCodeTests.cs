using TinyEdge.ComplianceTests.Projects;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>The gate: every rule over everything that goes on a device.</summary>
public class DeviceCodeTests
{
    public static TheoryData<string> Assemblies => [.. DeviceAssemblies.Names];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void DeviceAssembly_EveryRule_FindsNothing(string name)
    {
        DeviceAssembly assembly = DeviceAssemblies.Load(name);
        Nothing.In(RuleSet.All.SelectMany(rule => rule.Check(assembly)));
    }

    /// <summary>A new device project that nobody adds to the list would go unchecked.</summary>
    [Fact]
    public void DeviceAssemblies_EverySharedProjectOfTheRepository_IsInTheList()
    {
        string[] folders = ["shared", "firmware", "samples"];
        IEnumerable<string> items = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.projitems", SearchOption.AllDirectories));
        Nothing.In(items.Select(path => Path.GetFileNameWithoutExtension(path)).Except(DeviceAssemblies.Names));
    }
}
