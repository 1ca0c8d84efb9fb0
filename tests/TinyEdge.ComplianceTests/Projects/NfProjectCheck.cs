using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace TinyEdge.ComplianceTests.Projects;

/// <summary>
/// What Visual Studio's project system would stumble over, or pass over in silence. One line a fault: file, what, what to do.
/// </summary>
internal sealed class NfProjectCheck(string root, Func<string, UsedLibraries?> usedBy)
{
    private const string SystemPath = "$(NanoFrameworkProjectSystemPath)";

    private static readonly (string Name, string Pattern)[] s_properties =
    [
        ("NanoFrameworkProjectSystemPath", @"^\$\(MSBuildExtensionsPath\)\\nanoFramework\\v1\.0\\$"),
        ("ProjectTypeGuids", @"^\{11A8DD76-328B-46DF-9F39-F559912D0360\};\{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC\}$"),
        ("ProjectGuid", @"^\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}$"),
        ("OutputType", "^(Library|Exe)$"),
        ("RootNamespace", @"^[\w.]+$"),
        ("AssemblyName", @"^[\w.]+$"),
        ("TargetFrameworkVersion", @"^v1\.0$"),
    ];

    private static readonly string[] s_imports = ["NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets"];

    /// <summary>Checks every project below the root, each alone and all together.</summary>
    public IEnumerable<string> CheckAll()
    {
        List<NfProject> projects = [];
        List<string> faults = [];
        foreach (string path in NfProject.PathsBelow(root))
        {
            try
            {
                projects.Add(NfProject.Load(root, path));
            }
            catch (XmlException error)
            {
                faults.Add($"{Path.GetRelativePath(root, path)}: not well formed: {error.Message}");
            }
        }

        foreach (NfProject project in projects)
        {
            faults.AddRange(Form(project).Concat(Sources(project)).Concat(Packages(project)).Concat(Use(project)).Concat(ProjectReferences(project, projects)).Select(fault => $"{project.Name}: {fault}"));
        }

        return faults.Concat(Versions(projects)).Concat(SolutionCheck.Faults(Path.Combine(root, "TinyEdge.sln"), projects));
    }

    private static IEnumerable<string> Form(NfProject project)
    {
        XElement top = project.Document.Root!;
        if (top.Name != NfProject.MsBuild + "Project" || top.Descendants().Any(element => element.Name.Namespace != NfProject.MsBuild))
        {
            yield return "every element belongs to the namespace of MSBuild 2003.";
        }

        foreach ((string name, string pattern) in s_properties.Concat(project.IsUnitTest ? UnitTestProperties() : []))
        {
            if (!Regex.IsMatch(project.Property(name) ?? string.Empty, pattern))
            {
                yield return $"the property {name} is '{project.Property(name) ?? "missing"}'.";
            }
        }

        if (project.Property("LangVersion") is string language && language is not ("9" or "9.0" or "default"))
        {
            yield return $"LangVersion is '{language}', and device code is C# 9.";
        }

        string[] imports = [.. project.Imports.Select(import => import.Attribute("Project")?.Value ?? string.Empty).Where(value => value.StartsWith(SystemPath, StringComparison.Ordinal))];
        if (!imports.SequenceEqual(s_imports.Select(name => SystemPath + name)))
        {
            yield return $"it imports {string.Join(", ", imports)}, not {string.Join(", ", s_imports)} in this order.";
        }

        foreach (XElement import in project.Imports.Where(import => import.Attribute("Project")?.Value.StartsWith(SystemPath, StringComparison.Ordinal) == true))
        {
            if (import.Attribute("Condition")?.Value != $"Exists('{import.Attribute("Project")!.Value}')")
            {
                yield return $"the import of {import.Attribute("Project")!.Value} has no Condition that the file exists.";
            }
        }

        if (project.IsUnitTest && project.Document.Descendants(NfProject.MsBuild + "ProjectCapability").All(each => each.Attribute("Include")?.Value != "TestContainer"))
        {
            yield return "a unit test project has the ProjectCapability TestContainer.";
        }
    }

    private static (string Name, string Pattern)[] UnitTestProperties() =>
    [
        ("AssemblyName", "^NFUnitTest$"), ("OutputType", "^Library$"), ("IsTestProject", "^true$"), ("TestProjectType", "^UnitTest$"), ("RunSettingsFilePath", @"nano\.runsettings$"),
    ];

    private static IEnumerable<string> Sources(NfProject project)
    {
        string[] shared = [.. project.Imports.Select(import => import.Attribute("Project")?.Value ?? string.Empty).Where(value => value.EndsWith(".projitems", StringComparison.Ordinal))];
        foreach (string missing in shared.Where(value => !File.Exists(project.Resolve(value))))
        {
            yield return $"it imports {missing}, which is not there.";
        }

        foreach (string own in Directory.EnumerateFiles(project.Folder, "*.projitems").Where(own => shared.Count(value => project.Resolve(value) == own) != 1))
        {
            yield return $"it imports {project.Show(own)} not exactly once.";
        }

        List<(string Source, string By)> compiled = [.. project.Compiled()];
        foreach (IGrouping<string, string> source in compiled.GroupBy(each => each.Source, each => each.By))
        {
            if (source.Key.Contains('*', StringComparison.Ordinal))
            {
                yield return $"{project.Show(source.Key)} is a wildcard; Visual Studio wants each file by name.";
            }
            else if (!File.Exists(source.Key))
            {
                yield return $"it compiles {project.Show(source.Key)}, which is not there.";
            }

            if (source.Count() > 1)
            {
                yield return $"it compiles {project.Show(source.Key)} {source.Count()} times.";
            }

            foreach (string by in source.Where(by => !IsBelow(source.Key, by == project.Path ? project.Root : Path.GetDirectoryName(by)!)))
            {
                yield return $"{project.Show(by)} compiles {project.Show(source.Key)}, outside its folder.";
            }
        }

        foreach (string left in project.SourcesInFolder().Except(compiled.Select(each => each.Source)))
        {
            yield return $"it does not compile {project.Show(left)}.";
        }
    }

    private static IEnumerable<string> Packages(NfProject project)
    {
        string path = Path.Combine(project.Folder, "packages.config");
        if (!File.Exists(path))
        {
            yield return "there is no packages.config beside it.";
            yield break;
        }

        List<(string Id, string Version)> packages = [];
        foreach (XElement package in XDocument.Load(path).Root!.Elements("package"))
        {
            string id = package.Attribute("id")?.Value ?? string.Empty;
            string version = package.Attribute("version")?.Value ?? string.Empty;
            if (packages.Any(other => other.Id == id))
            {
                yield return $"packages.config names {id} twice.";
            }

            if (package.Attribute("targetFramework")?.Value != "netnano1.0")
            {
                yield return $"packages.config: {id} has not the targetFramework netnano1.0.";
            }

            if (PackageVersions.Of(id) is not string expected)
            {
                yield return $"packages.config: {id} is not among the known packages (Projects/PackageVersions.cs).";
            }
            else if (version != expected)
            {
                yield return $"packages.config: {id} is {version}; {expected} belongs with the others.";
            }

            packages.Add((id, version));
        }

        HashSet<string> referenced = [];
        foreach (XElement reference in project.References)
        {
            string name = reference.Attribute("Include")?.Value ?? string.Empty;
            string hint = reference.Element(NfProject.MsBuild + "HintPath")?.Value ?? string.Empty;
            string below = Path.GetRelativePath(Path.Combine(project.Root, "packages"), project.Resolve(hint)).Replace('\\', '/');
            (string Id, string Version) package = packages.FirstOrDefault(each => below == $"{each.Id}.{each.Version}/lib/{name}.dll" || below == $"{each.Id}.{each.Version}/lib/{name}.exe");
            if (package.Id is null)
            {
                yield return $"the reference {name} has the HintPath '{hint}', which is no assembly of that name in a package of packages.config.";
            }
            else
            {
                referenced.Add(package.Id);
            }
        }

        foreach (string name in project.References.Select(each => each.Attribute("Include")?.Value ?? string.Empty).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"it references {name} more than once.";
        }

        foreach ((string id, _) in packages.Where(package => !referenced.Contains(package.Id)))
        {
            yield return $"packages.config names {id}, and nothing references an assembly of it.";
        }
    }

    /// <summary>
    /// A library must be referenced when the IL takes a type from it or a referenced library stands on it, and must not otherwise. A unit
    /// test project is left out: its launcher uses what the IL does not name.
    /// </summary>
    private IEnumerable<string> Use(NfProject project)
    {
        if (project.IsUnitTest)
        {
            yield break;
        }

        if (usedBy(project.AssemblyName ?? string.Empty) is not UsedLibraries used)
        {
            yield return $"the gate does not check the IL of {project.AssemblyName}: add it to Gate/DeviceAssemblies.cs.";
            yield break;
        }

        HashSet<string> needed = PackageVersions.WithNeeds(used.Libraries);
        HashSet<string> referenced = [.. project.References.Select(each => each.Attribute("Include")?.Value ?? string.Empty)];
        foreach (string library in needed.Except(referenced).Order(StringComparer.Ordinal))
        {
            yield return used.Libraries.Contains(library) ? $"its IL uses {library}, which it does not reference." : $"it does not reference {library}, on which a library that it uses stands.";
        }

        foreach (string library in referenced.Except(needed).Order(StringComparer.Ordinal))
        {
            yield return $"it references {library}, and neither its IL nor a library that it uses needs that.";
        }
    }

    private IEnumerable<string> ProjectReferences(NfProject project, List<NfProject> all)
    {
        HashSet<string> referenced = [];
        foreach (XElement reference in project.ProjectReferences)
        {
            string include = reference.Attribute("Include")?.Value ?? string.Empty;
            if (all.Find(other => other.Path == project.Resolve(include)) is not NfProject target)
            {
                yield return $"it references the project {include}, which is not there.";
                continue;
            }

            if (!referenced.Add(target.AssemblyName ?? string.Empty))
            {
                yield return $"it references the project {include} more than once.";
            }

            if (reference.Element(NfProject.MsBuild + "Project")?.Value.ToUpperInvariant() != target.Guid)
            {
                yield return $"it references the project {include} with a Guid that is not its own.";
            }
        }

        foreach (string missing in usedBy(project.AssemblyName ?? string.Empty)?.Projects.Except(referenced) ?? [])
        {
            yield return $"its IL uses {missing}, and it does not reference that project.";
        }
    }

    private static IEnumerable<string> Versions(List<NfProject> projects)
    {
        foreach (IGrouping<string?, NfProject> same in projects.GroupBy(project => project.Guid).Where(group => group.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Select(project => project.Name))} have the same ProjectGuid {same.Key}.";
        }

        foreach (IGrouping<string?, NfProject> same in projects.GroupBy(project => project.AssemblyName).Where(group => group.Count() > 1))
        {
            yield return $"{string.Join(" and ", same.Select(project => project.Name))} have the same AssemblyName {same.Key}.";
        }

        var packages = from project in projects
                       let path = Path.Combine(project.Folder, "packages.config")
                       where File.Exists(path)
                       from package in XDocument.Load(path).Descendants("package")
                       select (Id: package.Attribute("id")?.Value, Version: package.Attribute("version")?.Value);
        foreach (var different in packages.Distinct().GroupBy(package => package.Id).Where(group => group.Count() > 1))
        {
            yield return $"The projects name {different.Key} in the versions {string.Join(" and ", different.Select(package => package.Version))}.";
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
