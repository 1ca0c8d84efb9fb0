using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class TypeLimitsRule() : Rule(
    "SIZE04",
    "at most 255 members of a kind a type",
    "The metadata processor writes each count as one byte: it stops at 256 methods of a kind and cuts the count of fields short in silence.",
    "Divide the type.")
{
    private const int MaxCount = byte.MaxValue;

    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from type in assembly.Types
        from count in new (string Kind, int Count)[]
        {
            ("virtual methods", type.Methods.Count(method => method.IsVirtual)),
            ("instance methods", type.Methods.Count(method => !method.IsVirtual && !method.IsStatic)),
            ("static methods", type.Methods.Count(method => method.IsStatic && !method.IsVirtual)),
            ("static fields", type.Fields.Count(field => field.IsStatic && !field.HasConstant)),
            ("instance fields", type.Fields.Count(field => !field.IsStatic)),
        }
        where count.Count > MaxCount
        select At(assembly, type, $"{count.Count} {count.Kind}.");
}
