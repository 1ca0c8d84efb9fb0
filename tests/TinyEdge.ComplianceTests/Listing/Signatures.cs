using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Listing;

/// <summary>
/// One spelling for a member as the listing declares it and as compiled code refers to it: <c>static int Compare(string,string)</c>.
/// Properties and events are their accessors; <c>ref</c> and <c>out</c> are one thing in IL.
/// </summary>
internal static class Signatures
{
    public static IEnumerable<string> Of(ApiType type, ApiMember member)
    {
        switch (member.Kind)
        {
            case ApiMemberKind.Field or ApiMemberKind.EnumValue:
                yield return Field(member.Type, member.Name);
                break;
            case ApiMemberKind.Event:
                yield return Method(member.IsStatic, "void", "add_" + member.Name, [member.Type]);
                yield return Method(member.IsStatic, "void", "remove_" + member.Name, [member.Type]);
                break;
            case ApiMemberKind.Property:
                string[] index = [.. member.Parameters.Select(TypeOf)];
                if (member.HasGetter)
                {
                    yield return Method(member.IsStatic, member.Type, "get_" + member.Name, index);
                }

                if (member.HasSetter)
                {
                    yield return Method(member.IsStatic, "void", "set_" + member.Name, [.. index, member.Type]);
                }

                break;
            case ApiMemberKind.DelegateInvoke:
                yield return Method(false, "void", ".ctor", ["object", "System.IntPtr"]);
                yield return Method(false, member.Type, "Invoke", member.Parameters.Select(TypeOf));
                break;
            default:
                yield return Method(member.IsStatic, member.Type, member.Name, member.Parameters.Select(TypeOf));
                break;
        }
    }

    public static string Of(MethodReference method) => Method(
        !method.HasThis,
        TypeText.Of(method.ReturnType),
        // The names that indexers of string and StringBuilder have in metadata.
        method.Name switch { "get_Chars" => "get_Item", "set_Chars" => "set_Item", _ => method.Name },
        method.Parameters.Select(parameter => TypeText.Of(parameter.ParameterType)));

    public static string Of(FieldReference field) => Field(TypeText.Of(field.FieldType), field.Name);

    private static string TypeOf(ApiParameter parameter) => parameter.Passing is "ref" or "out" ? "ref " + parameter.Type : parameter.Type;

    private static string Method(bool isStatic, string type, string name, IEnumerable<string> parameters) =>
        $"{(isStatic ? "static " : string.Empty)}{type} {name}({string.Join(',', parameters)})";

    private static string Field(string type, string name) => $"{type} {name}";
}
