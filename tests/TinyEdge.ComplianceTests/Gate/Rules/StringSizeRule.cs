using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StringSizeRule() : SizeRule(
    "SIZE02",
    "at most 60 KB of names and texts an assembly",
    "The metadata processor addresses names and string literals in one table with 16 bits and stops at 64 KB.",
    "Move a part into an assembly of its own; text costs flash, so send numbers.")
{
    protected override int Measure(ModuleDefinition module) => DeviceImage.StringBytes(module);
}
