using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StaticOrderRule() : Rule(
    "STAT01",
    "no static initialiser reads another class's static",
    "All static constructors run at boot in the order of declaration, not on first use: the other field is still null or 0.",
    "Use a const, or make the value where it is used.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        assembly.Bodies.Where(method => method.IsConstructor && method.IsStatic).SelectMany(method => Follow(assembly, method));

    private IEnumerable<Finding> Follow(DeviceAssembly assembly, MethodDefinition initialiser)
    {
        HashSet<string> seen = [];
        Queue<(MethodDefinition Method, string Path)> open = new([(initialiser, string.Empty)]);
        while (open.TryDequeue(out (MethodDefinition Method, string Path) next))
        {
            foreach (Instruction instruction in next.Method.Body.Instructions)
            {
                if (instruction.OpCode.Code is Code.Ldsfld or Code.Ldsflda
                    && instruction.Operand is FieldReference field
                    && field.DeclaringType.FullName != initialiser.DeclaringType.FullName)
                {
                    yield return At(assembly, next.Method, instruction, $"{next.Path}Reads {field.FullName}.");
                }

                if (instruction.Operand is not MethodReference called || instruction.OpCode.FlowControl != FlowControl.Call)
                {
                    continue;
                }

                MethodDefinition? target = Calls.Target(called);
                if (instruction.OpCode.Code == Code.Callvirt && target is { IsVirtual: true } && !called.DeclaringType.IsArray)
                {
                    yield return At(assembly, next.Method, instruction, $"{next.Path}Makes the virtual call {called.FullName}, which cannot be followed.");
                }
                else if (target is { HasBody: true } && Calls.IsOnDevice(target, assembly) && seen.Add(target.FullName))
                {
                    open.Enqueue((target, $"{next.Path}{initialiser.DeclaringType.Name}'s initialiser calls {target.DeclaringType.Name}.{target.Name}. "));
                }
            }
        }
    }
}
