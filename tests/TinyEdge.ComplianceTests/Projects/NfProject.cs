using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace TinyEdge.ComplianceTests.Projects;

/// <summary>A project file of .NET nanoFramework with its shared items and its packages.config, as Visual Studio will read them.</summary>
internal sealed partial class NfProject
{
    public static readonly XNamespace MsBuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    private NfProject(string root, string path, XDocument document)
    {
        Root = root;
        Path = path;
        Document = document;
    }

    /// <summary>Folder of the solution.</summary>
    public string Root { get; }

    public string Path { get; }

    public XDocument Document { get; }

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>As a message names it.</summary>
    public string Name => Show(Path);

    public string? AssemblyName => Property("AssemblyName");

    public string? Guid => Property("ProjectGuid")?.ToUpperInvariant();

    public bool IsUnitTest => Property("TestProjectType") is not null || AssemblyName == "NFUnitTest";

    public IEnumerable<XElement> Imports => Document.Descendants(MsBuild + "Import");

    public IEnumerable<XElement> References => Document.Descendants(MsBuild + "Reference");

    public IEnumerable<XElement> ProjectReferences => Document.Descendants(MsBuild + "ProjectReference");

    /// <summary>Every project of the repository.</summary>
    public static IEnumerable<string> PathsBelow(string root) =>
        Directory.EnumerateFiles(root, "*.nfproj", SearchOption.AllDirectories)
            .Where(path => !BuildOutput().IsMatch(System.IO.Path.GetRelativePath(root, path)))
            .Order(StringComparer.Ordinal);

    /// <exception cref="XmlException">Not well formed.</exception>
    public static NfProject Load(string root, string path) => new(root, path, XDocument.Load(path));

    /// <summary>The last value of a property, as MSBuild would take it where no condition decides.</summary>
    public string? Property(string name) => Document.Descendants(MsBuild + "PropertyGroup").Elements(MsBuild + name).LastOrDefault()?.Value;

    /// <summary>Each source that is compiled, with the file that says so, as often as it is said: own items and those of imported .projitems.</summary>
    public IEnumerable<(string Source, string By)> Compiled()
    {
        IEnumerable<string> shared = Imports.Select(import => import.Attribute("Project")?.Value ?? string.Empty)
            .Where(project => project.EndsWith(".projitems", StringComparison.Ordinal)).Select(Resolve);
        foreach (string file in shared.Where(File.Exists).Prepend(Path))
        {
            string folder = System.IO.Path.GetDirectoryName(file)!;
            foreach (XElement item in XDocument.Load(file).Descendants(MsBuild + "Compile"))
            {
                string include = (item.Attribute("Include")?.Value ?? string.Empty).Replace("$(MSBuildThisFileDirectory)", string.Empty, StringComparison.Ordinal);
                yield return (System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Native(include))), file);
            }
        }
    }

    public IEnumerable<string> SourcesInFolder() =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Where(path => !BuildOutput().IsMatch(System.IO.Path.GetRelativePath(Folder, path)));

    /// <summary>A path of the project file, from the project's folder.</summary>
    public string Resolve(string include) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, Native(include)));

    public string Show(string path) => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string Native(string path) => path.Replace('\\', System.IO.Path.DirectorySeparatorChar);

    [GeneratedRegex(@"(^|[\\/])(bin|obj|packages|\.git)[\\/]")]
    private static partial Regex BuildOutput();
}
