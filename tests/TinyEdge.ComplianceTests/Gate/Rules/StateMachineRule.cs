using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class StateMachineRule() : Rule(
    "LANG10",
    "no async and no iterators",
    "Both become generic state machines over types that the device does not have.",
    "Use a thread with a queue, or a class with a Step method.")
{
    private static readonly string[] s_machines = ["System.Runtime.CompilerServices.IAsyncStateMachine", "System.Collections.IEnumerator"];

    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from type in assembly.Types
        where type.IsNested && type.Name.StartsWith('<') && type.Interfaces.Any(each => s_machines.Contains(each.InterfaceType.FullName))
        select At(assembly, type.DeclaringType, $"The compiler made the state machine {type.Name}.");
}
