using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Listing;

/// <summary>Spells a compiled type as the listing does.</summary>
internal static class TypeText
{
    private static readonly Dictionary<string, string> s_keywords = new()
    {
        ["System.Void"] = "void",
        ["System.Object"] = "object",
        ["System.String"] = "string",
        ["System.Boolean"] = "bool",
        ["System.Char"] = "char",
        ["System.SByte"] = "sbyte",
        ["System.Byte"] = "byte",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
    };

    public static string Of(TypeReference type) => type switch
    {
        ByReferenceType reference => "ref " + Of(reference.ElementType),
        ArrayType { IsVector: true } array => Of(array.ElementType) + "[]",
        RequiredModifierType modified => Of(modified.ElementType),
        OptionalModifierType modified => Of(modified.ElementType),
        PinnedType pinned => Of(pinned.ElementType),
        TypeSpecification or GenericParameter => type.FullName,
        _ => s_keywords.GetValueOrDefault(type.FullName) ?? type.FullName.Replace('/', '.'),
    };
}
