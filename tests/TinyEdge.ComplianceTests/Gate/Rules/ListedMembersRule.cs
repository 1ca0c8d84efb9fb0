using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Listing;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>Every type and member that an assembly takes from outside exists in the listing of the device's API.</summary>
internal sealed class ListedMembersRule() : TypeShapeRule(
    "API01",
    "only what the device has",
    "A member that .NET has and the device lacks compiles here and not in Visual Studio. The listing in Api/ is the whole of what exists.",
    "Use what Api/ lists.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        IEnumerable<Finding> onAssembly = assembly.IsPart ? [] : AttributesOf(assembly.Module.Assembly, assembly.Module).Select(what => At(assembly, what));
        return base.Check(assembly).Concat(onAssembly);
    }

    protected override string? Judge(TypeReference type) => ReferencedTypes.Parts(type).Select(JudgePart).FirstOrDefault(what => what is not null);

    protected override IEnumerable<string> FindIn(TypeDefinition type) =>
        AttributesOf([type, .. type.Fields, .. type.Properties, .. type.Events]);

    protected override IEnumerable<(string? What, Instruction? At)> FindIn(MethodDefinition method)
    {
        foreach (string what in AttributesOf([method, method.MethodReturnType, .. method.Parameters]))
        {
            yield return (what, null);
        }

        foreach (Instruction instruction in method.HasBody ? method.Body.Instructions : [])
        {
            yield return (instruction.Operand is MemberReference member and not TypeReference && !CompilerMade.IsLock(method, instruction) ? JudgeMember(member) : null, instruction);
        }
    }

    private static IEnumerable<string> AttributesOf(params ICustomAttributeProvider[] owners) =>
        from owner in owners
        where owner.HasCustomAttributes
        from attribute in owner.CustomAttributes
        where !CompilerMade.IsAttribute(attribute.AttributeType)
        let what = JudgePart(attribute.AttributeType) ?? JudgeMember(attribute.Constructor) ?? JudgeNamed(attribute)
        where what is not null
        select $"Attribute: {what}";

    private static string? JudgeNamed(CustomAttribute attribute)
    {
        string type = TypeText.Of(attribute.AttributeType);
        return IsOurs(attribute.AttributeType)
            ? null
            : attribute.Properties
                .Where(property => !ApiListing.Device.Declares(type, $"void set_{property.Name}({TypeText.Of(property.Argument.Type)})"))
                .Select(property => $"{type} has no property '{property.Name}' to set on the device.")
                .FirstOrDefault();
    }

    private static string? JudgePart(TypeReference type) =>
        type is TypeSpecification or GenericParameter || IsOurs(type) || ApiListing.Device.Find(TypeText.Of(type)) is not null
            ? null
            : $"There is no type {TypeText.Of(type)} on the device.";

    private static string? JudgeMember(MemberReference member)
    {
        TypeReference owner = member.DeclaringType;
        string name = TypeText.Of(owner);
        if (owner is TypeSpecification || IsOurs(owner) || ApiListing.Device.Find(name) is null)
        {
            return null; // another rule's, checked where it is defined, or already said of the type
        }

        string signature = member is MethodReference method ? Signatures.Of(method) : Signatures.Of((FieldReference)member);
        if (ApiListing.Device.Declares(name, signature))
        {
            return null;
        }

        string[] near = [.. ApiListing.Device.MembersNamed(name, member.Name).Select(text => $"'{text}'")];
        string there = near.Length == 0 ? string.Empty : $" It has {string.Join(", ", near)}.";
        return $"{name} has no '{signature}' on the device.{there}";
    }

    private static bool IsOurs(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type is TypeDefinition || (type.Scope is AssemblyNameReference scope && DeviceAssemblies.IsOne(scope.Name));
    }
}
