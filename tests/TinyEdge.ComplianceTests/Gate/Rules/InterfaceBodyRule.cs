using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class InterfaceBodyRule() : Rule(
    "LANG03",
    "no code in interfaces",
    "The compiler accepts default interface methods because the base library claims the feature; the interpreter does not run them.",
    "Put the code into an abstract class or a static class.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        assembly.Bodies.Where(method => method.DeclaringType.IsInterface).Select(method => At(assembly, method, "The interface has a method with a body."));
}
