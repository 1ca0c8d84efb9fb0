using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StaticDataSizeRule() : SizeRule(
    "SIZE03",
    "at most 60 KB of static data an assembly",
    "Array data share a table with the signatures; above 64 KB the board fails at boot without a word, and each array is copied to RAM.",
    "Ship the table in the bundle.")
{
    protected override int Measure(ModuleDefinition module) => DeviceImage.StaticDataBytes(module);
}
