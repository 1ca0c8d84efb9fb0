namespace TinyEdge.ComplianceTests.Listing;

internal enum ApiMemberKind
{
    Constructor,
    Method,
    Property,
    Field,
    Event,
    EnumValue,
    DelegateInvoke,
}

/// <summary>A member as the listing declares it.</summary>
/// <param name="Text">The whole declaration, as listed, without indentation: what a shim's member must equal.</param>
/// <param name="Type">Return type, field type, property type; "void" for a constructor.</param>
/// <param name="HasGetter">Of a property: readable from outside.</param>
/// <param name="HasSetter">Of a property: writable from outside.</param>
internal sealed record ApiMember(
    string Text,
    ApiMemberKind Kind,
    string Name,
    string Type,
    IReadOnlyList<ApiParameter> Parameters,
    IReadOnlyList<string> Modifiers,
    bool HasGetter = false,
    bool HasSetter = false)
{
    public bool IsStatic => Modifiers.Contains("static") || Modifiers.Contains("const");

    public bool IsIndexer => Kind == ApiMemberKind.Property && Parameters.Count != 0;
}

/// <summary>A parameter: its passing ("", "ref", "out" or "params"), type, name and default as written, or null.</summary>
internal sealed record ApiParameter(string Passing, string Type, string Name, string? Default);
