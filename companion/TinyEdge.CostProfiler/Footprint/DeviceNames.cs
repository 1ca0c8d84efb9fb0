using Mono.Cecil;

namespace TinyEdge.CostProfiler.Footprint;

/// <summary>What a desktop compiler puts into an assembly that the device's file does not have.</summary>
internal static class DeviceNames
{
    private const string StaticDataType = "<PrivateImplementationDetails>";

    // Of the class library, whose names every image has already.
    private static readonly HashSet<string> s_shared = new(StringComparer.Ordinal) { ".ctor", ".cctor", "System", "Object", "value__", "ToString", "Int32", "Enum", "ValueType", "Byte", "Boolean", "String" };

    public static bool IsInEveryImage(string text) => s_shared.Contains(text);

    public static bool IsStaticData(TypeDefinition type) => type.Name == StaticDataType;

    /// <summary>Attributes of the compiler, and types that only carry the size of static data.</summary>
    public static bool IsDesktopOnly(TypeReference type)
    {
        return type.FullName.StartsWith(StaticDataType, StringComparison.Ordinal)
            || type.Namespace is "System.Runtime.CompilerServices" or "System.Diagnostics" or "System.Runtime.Versioning" or "Microsoft.CodeAnalysis"
            || (type.Namespace == "System.Reflection" && type.Name.StartsWith("Assembly", StringComparison.Ordinal) && type.Name.EndsWith("Attribute", StringComparison.Ordinal));
    }

    /// <summary>Only attributes of the project's own get there.</summary>
    public static bool IsKept(CustomAttribute attribute) => attribute.AttributeType.Namespace.StartsWith("TinyEdge.", StringComparison.Ordinal);
}
