using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Gate.Flow;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class UnsignedAsSignedRule() : Rule(
    "LANG15",
    "no unsigned value where the sign matters",
    "A cast from uint to int, or from ulong to long, is no instruction: the interpreter goes on with an unsigned value, widens, shifts and divides it (%) as one, and a result has the type of its left operand.",
    "Write (int)(long)u, keep the value in a field or an array, or let the signed operand stand on the left.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        SignAnalysis analysis = new(assembly);
        return
            from method in assembly.Bodies.ToList()
            from lost in analysis.Lost(method)
            select At(assembly, method, lost.At, lost.What);
    }
}
