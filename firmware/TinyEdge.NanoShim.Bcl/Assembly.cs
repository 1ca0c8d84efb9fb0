using TinyEdge.NanoShim;

namespace System.Reflection;

/// <summary>An application assembly loaded from a bank.</summary>
public class Assembly
{
    private readonly ILoadedAssembly _loaded;

    private Assembly(ILoadedAssembly loaded)
    {
        _loaded = loaded;
    }

    public virtual string FullName => _loaded.FullName;

    public static Assembly Load(byte[] rawAssembly)
    {
        ArgumentNullException.ThrowIfNull(rawAssembly);
        return new Assembly(BoardContext.Current.LoadAssembly(rawAssembly));
    }

    public virtual Type GetType(string name) => _loaded.FindType(name);
}
