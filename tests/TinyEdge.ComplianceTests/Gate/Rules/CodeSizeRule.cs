using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class CodeSizeRule() : SizeRule(
    "SIZE01",
    "at most 60 KB of IL an assembly",
    "The metadata processor addresses code with 16 bits and stops at 64 KB.",
    "Move a part into an assembly of its own.")
{
    protected override int Measure(ModuleDefinition module) => DeviceImage.CodeBytes(module);
}
