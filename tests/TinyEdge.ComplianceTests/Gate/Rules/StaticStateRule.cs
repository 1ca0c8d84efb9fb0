using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StaticStateRule() : Rule(
    "STAT02",
    "no mutable statics",
    "Our own rule. A reboot is simulated by a new graph of objects and several devices run in one process; a static outlives both. Cached lambdas are such statics.",
    "Keep state in objects. As static readonly only a string or a small array of numbers, as a table. Turn a lambda into a method and make the delegate from it.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from type in assembly.Types
        where type.Name != "<PrivateImplementationDetails>"
        from field in type.Fields
        where field.IsStatic && !field.IsLiteral
        let what = Judge(field)
        where what is not null
        select At(assembly, type, what);

    private static string? Judge(FieldDefinition field)
    {
        if (!field.IsInitOnly)
        {
            return $"The static field {field.Name} can change.";
        }

        TypeReference element = field.FieldType is ArrayType array ? array.ElementType : field.FieldType;
        return element.IsPrimitive || element.FullName == "System.String" ? null : $"The static field {field.Name} holds an object ({field.FieldType.Name}).";
    }
}
