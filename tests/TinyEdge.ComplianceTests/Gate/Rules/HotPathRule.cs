using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Rules;

internal sealed class HotPathRule() : Rule(
    "HOT01",
    "no allocation, virtual call or try in hot methods",
    "An inner loop that allocates ends in a collection that stops every thread; a virtual call costs ten times an assignment, a try block twenty-seven times.",
    "Take buffers as arguments, call directly, and test before the loop.")
{
    public const string Attribute = "TinyEdge.Bundles.HotPathAttribute";

    /// <summary>Native and without allocation: cost per call, not per element.</summary>
    private static readonly HashSet<string> s_allowedOutside =
    [
        "System.Array::Copy",
        "System.Array::Clear",
        "System.Array::get_Length",
        "System.String::get_Length",
        "System.Object::.ctor",
    ];

    public static bool IsHot(MethodDefinition method) => method.CustomAttributes.Any(each => each.AttributeType.FullName == Attribute);

    /// <summary>Marked methods and everything that they call directly, however deep, in whichever device assembly.</summary>
    public override IEnumerable<Finding> Check(DeviceAssembly assembly)
    {
        HashSet<string> seen = [];
        Queue<(MethodDefinition Method, string Path)> open = new(assembly.Bodies.Where(IsHot).Select(method => (method, string.Empty)));
        while (open.TryDequeue(out (MethodDefinition Method, string Path) next))
        {
            if (!seen.Add(next.Method.FullName))
            {
                continue;
            }

            foreach ((Instruction? at, string what) in Judge(next.Method))
            {
                yield return At(assembly, next.Method, at, next.Path + what);
            }

            foreach (MethodDefinition target in Followed(next.Method, assembly))
            {
                string path = next.Path.Length == 0 ? $"Called by the hot {next.Method.DeclaringType.Name}.{next.Method.Name}. " : next.Path;
                open.Enqueue((target, path));
            }
        }
    }

    private static IEnumerable<MethodDefinition> Followed(MethodDefinition method, DeviceAssembly assembly) =>
        from instruction in method.Body.Instructions
        where instruction.OpCode.Code is Code.Call or Code.Callvirt
        let target = Calls.Target((MethodReference)instruction.Operand)
        where target is { HasBody: true } && Calls.IsOnDevice(target, assembly) && !(target.IsVirtual && instruction.OpCode.Code == Code.Callvirt)
        select target;

    private static IEnumerable<(Instruction? At, string What)> Judge(MethodDefinition method)
    {
        foreach (ExceptionHandler handler in method.Body.ExceptionHandlers)
        {
            yield return (handler.TryStart, "A try block.");
        }

        foreach (VariableDefinition variable in method.Body.Variables.Where(each => IsStruct(each.VariableType)))
        {
            yield return (null, $"A local of the struct {variable.VariableType.Name}: the interpreter keeps it on the heap.");
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (Judge(instruction) is string what)
            {
                yield return (instruction, what);
            }
        }
    }

    private static string? Judge(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Newobj => $"Makes a {((MethodReference)instruction.Operand).DeclaringType.Name}.",
        Code.Newarr => "Makes an array.",
        Code.Box => $"Boxes a {((TypeReference)instruction.Operand).Name}.",
        Code.Ldstr => "Loads a string, which is an object of its own each time.",
        Code.Call or Code.Callvirt => JudgeCall(instruction, (MethodReference)instruction.Operand),
        _ => null,
    };

    private static string? JudgeCall(Instruction instruction, MethodReference called)
    {
        MethodDefinition? target = Calls.Target(called);
        if (target is null)
        {
            return $"Calls {called.FullName}, which cannot be followed.";
        }

        if (instruction.OpCode.Code == Code.Callvirt && target.IsVirtual)
        {
            return $"Calls {called.DeclaringType.Name}.{called.Name}, which is virtual or of an interface.";
        }

        bool isOutside = !target.Module.Assembly.Name.Name.StartsWith("TinyEdge.", StringComparison.Ordinal);
        return isOutside && !s_allowedOutside.Contains($"{called.DeclaringType.FullName}::{called.Name}")
            ? $"Calls {called.DeclaringType.Name}.{called.Name}, which is not among the calls that are known not to allocate."
            : null;
    }

    private static bool IsStruct(TypeReference type) =>
        type.MetadataType == MetadataType.ValueType && type.Resolve() is { IsEnum: false };
}
