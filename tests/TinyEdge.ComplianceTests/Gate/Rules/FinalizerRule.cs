using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class FinalizerRule() : Rule(
    "LANG09",
    "no finalizers",
    "The collector runs only when an allocation fails, so a finalizer runs late or never, on a thread of its own.",
    "Implement IDisposable and dispose.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        assembly.Methods.Where(method => method.Name == "Finalize" && method.IsVirtual && !method.HasParameters).Select(method => At(assembly, method, "A finalizer."));
}
