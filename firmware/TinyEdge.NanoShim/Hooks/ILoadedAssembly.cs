using System;

namespace TinyEdge.NanoShim;

/// <summary>An application assembly in the load context of one boot.</summary>
public interface ILoadedAssembly
{
    string FullName { get; }

    /// <summary>The type, or null when the assembly has none of that name.</summary>
    Type FindType(string name);
}
