using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class MultidimensionalArrayRule() : TypeShapeRule(
    "LANG02",
    "no multidimensional arrays",
    "int[,] is accepted by the compiler and unknown to the interpreter; the metadata processor refuses it.",
    "Use one array and index arithmetic, or an array of arrays.")
{
    protected override string? Judge(TypeReference type) =>
        ReferencedTypes.Parts(type).OfType<ArrayType>().FirstOrDefault(array => !array.IsVector) is ArrayType array ? $"Uses {array.FullName}." : null;
}
