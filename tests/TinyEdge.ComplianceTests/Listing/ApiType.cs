namespace TinyEdge.ComplianceTests.Listing;

/// <summary>A type as the listing declares it. Names are spelled as there: <c>byte[]</c>, <c>System.IO.Stream</c>, <c>Outer.Inner</c>.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Kind">Keywords before the name: "sealed class", "struct", "enum", ...</param>
/// <param name="Heritage">What stands behind the colon: base, interfaces, or the underlying type of an enum.</param>
/// <param name="Members">In the order of the listing; one for the signature of a delegate.</param>
internal sealed record ApiType(string Name, string Kind, IReadOnlyList<string> Heritage, List<ApiMember> Members)
{
    public bool IsInterface => Kind == "interface";

    public bool IsEnum => Kind == "enum";

    public bool IsDelegate => Kind == "delegate";
}
