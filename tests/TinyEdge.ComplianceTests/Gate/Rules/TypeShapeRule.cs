using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

/// <summary>A rule about the types that code names, wherever it names them.</summary>
internal abstract class TypeShapeRule(string id, string title, string why, string instead) : Rule(id, title, why, instead)
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        foreach (TypeDefinition type in assembly.Types)
        {
            foreach (string what in ReferencedTypes.Of(type).Select(Judge).OfType<string>().Concat(FindIn(type)).Distinct())
            {
                yield return At(assembly, type, what);
            }
        }

        foreach (MethodDefinition method in assembly.Methods)
        {
            IEnumerable<(string? What, Instruction? At)> named = ReferencedTypes.Of(method).Select(each => (Judge(each.Type), each.At));
            foreach ((string? what, Instruction? at) in named.Concat(FindIn(method)).Where(each => each.Item1 is not null).DistinctBy(each => (each.Item1, each.Item2?.Offset)))
            {
                yield return At(assembly, method, at, what!);
            }
        }
    }

    /// <summary>What is wrong with a type, or null. It may be an array or a generic instance; parts of it are asked for by the rule.</summary>
    protected abstract string? Judge(TypeReference type);

    /// <summary>Anything else that is wrong with a definition.</summary>
    protected virtual IEnumerable<string> FindIn(TypeDefinition type) => [];

    protected virtual IEnumerable<(string? What, Instruction? At)> FindIn(MethodDefinition method) => [];
}
