using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>
/// The one list of what goes on a device. The host projects compile the same sources with the same compiler, optimised in every
/// configuration; the project file of these tests copies their output to the folder read here.
/// </summary>
internal static class DeviceAssemblies
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "checked");
    private static readonly Lazy<DefaultAssemblyResolver> s_resolver = new(MakeResolver);

    /// <summary>Names of the assemblies, the ones they refer to first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "TinyEdge.Bundles",
        "TinyEdge.Kernels",
        "TinyEdge.Runtime",
        "TinyEdge.App",
        "TinyEdge.Firmware",
        "TinyEdge.SeverityApp",
        "TinyEdge.CodeApp",
        "NFUnitTest",
    ];

    /// <summary>True for a reference from one device assembly to another, which is checked where it is defined.</summary>
    public static bool IsOne(string assemblyName) => Names.Contains(assemblyName);

    public static DeviceAssembly Load(string name) => new(Read(name));

    /// <summary>Reads a copied assembly, with its symbols where it has some.</summary>
    public static ModuleDefinition Read(string name)
    {
        string path = Path.Combine(s_folder, name + ".dll");
        return ModuleDefinition.ReadModule(path, new ReaderParameters
        {
            AssemblyResolver = s_resolver.Value,
            ReadSymbols = File.Exists(Path.ChangeExtension(path, ".pdb")),
            InMemory = true,
        });
    }

    private static DefaultAssemblyResolver MakeResolver()
    {
        DefaultAssemblyResolver resolver = new();
        foreach (string directory in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(directory);
        }

        resolver.AddSearchDirectory(s_folder);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return resolver;
    }
}
