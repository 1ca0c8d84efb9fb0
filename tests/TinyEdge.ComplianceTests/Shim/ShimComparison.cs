using Mono.Cecil;
using TinyEdge.ComplianceTests.Listing;

namespace TinyEdge.ComplianceTests.Shim;

/// <summary>
/// Holds the public surface of a shim against the listing. The shim may have less than the device; what it has must be the same.
/// Namespaces of the project itself (TinyEdge and below) are the seam to the virtual board, not the device's API, and are left out:
/// device code cannot reach them either, because rule API01 finds no such type in the listing.
/// </summary>
internal static class ShimComparison
{
    /// <summary>One line a difference; none when the shim is faithful.</summary>
    /// <param name="only">When given, compares only these types.</param>
    public static IEnumerable<string> Differences(ModuleDefinition shim, ApiListing listing, Func<TypeDefinition, bool>? only = null) =>
        shim.GetTypes().Where(type => IsOfTheDevice(type) && (only is null || only(type))).SelectMany(type => Differences(type, listing));

    public static bool IsOfTheDevice(TypeDefinition type)
    {
        if (type.IsNested)
        {
            return (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && IsOfTheDevice(type.DeclaringType);
        }

        return type.IsPublic && type.Namespace != "TinyEdge" && !type.Namespace.StartsWith("TinyEdge.", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Differences(TypeDefinition type, ApiListing listing)
    {
        string name = TypeText.Of(type);
        if (listing.Find(name) is not ApiType listed)
        {
            yield return $"{name}: the device has no such type.";
            yield break;
        }

        foreach ((string what, string here, string there) in new[]
        {
            ("is", Declaration.KindOf(type), listed.Kind),
            ("derives from", type.BaseType is null ? "nothing" : BaseOf(type), type.IsEnum ? listed.Heritage[0] : listing.BaseOf(listed) ?? "nothing"),
            ("implements", string.Join(", ", InterfacesOf(type)), string.Join(", ", listing.InterfacesOf(listed).Order(StringComparer.Ordinal))),
        })
        {
            if (here != there)
            {
                yield return $"{name}: {what} '{here}' in the shim and '{there}' on the device.";
            }
        }

        HashSet<string> declared = [.. listed.Members.Select(member => member.Text)];
        foreach (string member in Declaration.MembersOf(type).Where(member => !declared.Contains(member)))
        {
            string[] near = [.. listed.Members.Where(other => IsNamedIn(other, member)).Select(other => $"'{other.Text}'")];
            yield return $"{name}: '{member}' is not on the device, which has {(near.Length == 0 ? "no member of that name" : string.Join(" and ", near))}.";
        }
    }

    private static string BaseOf(TypeDefinition type) =>
        type.IsEnum ? TypeText.Of(type.Fields.Single(field => !field.IsStatic).FieldType) : TypeText.Of(type.BaseType);

    private static IOrderedEnumerable<string> InterfacesOf(TypeDefinition type) =>
        (type.IsEnum ? [] : type.Interfaces.Select(each => TypeText.Of(each.InterfaceType))).Order(StringComparer.Ordinal);

    private static bool IsNamedIn(ApiMember member, string declaration) =>
        declaration.Split(' ', '(', '[', ')').Contains(member.IsIndexer ? "this" : member.Name) || (member.Kind == ApiMemberKind.DelegateInvoke && declaration.StartsWith("delegate", StringComparison.Ordinal));
}
