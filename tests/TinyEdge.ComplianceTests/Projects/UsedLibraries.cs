using Mono.Cecil;
using TinyEdge.ComplianceTests.Gate;
using TinyEdge.ComplianceTests.Gate.Rules;
using TinyEdge.ComplianceTests.Listing;

namespace TinyEdge.ComplianceTests.Projects;

/// <summary>Which assemblies the IL of a device assembly takes types from: those of the listing, and other device assemblies.</summary>
/// <param name="Libraries">Names as the listing has them: mscorlib, System.Net, ...</param>
/// <param name="Projects">Names of other device assemblies.</param>
internal sealed record UsedLibraries(IReadOnlySet<string> Libraries, IReadOnlySet<string> Projects)
{
    /// <summary>Null for an assembly that the gate does not check.</summary>
    public static UsedLibraries? Of(string assemblyName)
    {
        if (!DeviceAssemblies.IsOne(assemblyName))
        {
            return null;
        }

        DeviceAssembly assembly = DeviceAssemblies.Load(assemblyName);
        IEnumerable<TypeReference> types = assembly.Types.SelectMany(ReferencedTypes.Of)
            .Concat(assembly.Methods.SelectMany(ReferencedTypes.Of).Select(each => each.Type))
            .SelectMany(ReferencedTypes.Parts);
        HashSet<string> libraries = ["mscorlib"];
        HashSet<string> projects = [];
        foreach (TypeReference type in types)
        {
            if (type.Scope is AssemblyNameReference scope && DeviceAssemblies.IsOne(scope.Name))
            {
                projects.Add(scope.Name);
            }
            else if (ApiListing.Device.AssemblyOf(TypeText.Of(type)) is string library)
            {
                libraries.Add(library);
            }
        }

        return new UsedLibraries(libraries, projects);
    }
}
