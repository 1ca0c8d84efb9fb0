using Mono.Cecil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class FilterRule() : Rule(
    "LANG08",
    "no exception filters",
    "Our own rule. Exceptions are not control flow here: a handler takes what comes and answers with a code.",
    "Catch the type and test inside the handler.")
{
    public override IEnumerable<Finding> Check(DeviceAssembly assembly) =>
        from method in assembly.Bodies
        from handler in method.Body.ExceptionHandlers
        where handler.HandlerType == Mono.Cecil.Cil.ExceptionHandlerType.Filter
        select At(assembly, method, handler.FilterStart, "A catch with 'when'.");
}
