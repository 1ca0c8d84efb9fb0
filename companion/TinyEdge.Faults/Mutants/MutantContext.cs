using System.Reflection;
using System.Runtime.Loader;

namespace TinyEdge.Faults.Mutants;

/// <summary>All of TinyEdge a second time, with one assembly in another version. The class library is the one that everybody has.</summary>
internal sealed class MutantContext(string name, byte[] image) : AssemblyLoadContext("mutant", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string wanted = assemblyName.Name!;
        if (wanted == name)
        {
            return LoadFromStream(new MemoryStream(image, writable: false));
        }

        string path = Path.Combine(AppContext.BaseDirectory, wanted + ".dll");
        return wanted.StartsWith("TinyEdge.", StringComparison.Ordinal) && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
