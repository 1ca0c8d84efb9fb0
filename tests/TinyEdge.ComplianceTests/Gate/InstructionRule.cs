using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate;

/// <summary>A rule that looks at one instruction at a time.</summary>
internal abstract class InstructionRule(string id, string title, string why, string instead) : Rule(id, title, why, instead)
{
    public sealed override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from method in assembly.Bodies
        from instruction in method.Body.Instructions
        let what = Find(method, instruction)
        where what is not null
        select At(assembly, method, instruction, what);

    /// <summary>What is wrong with an instruction, as a sentence; null when nothing is.</summary>
    protected abstract string? Find(MethodDefinition method, Instruction instruction);
}
