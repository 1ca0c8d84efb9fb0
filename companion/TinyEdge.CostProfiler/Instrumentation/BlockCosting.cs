using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.CostProfiler.Costs;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>Adds up what one execution of a block costs.</summary>
/// <param name="isInstrumented">Whether a method is in one of the assemblies of the image, so that its body counts for itself.</param>
internal sealed class BlockCosting(Func<MethodReference, bool> isInstrumented)
{
    // A boxed value: two cells. A text made from a literal: one, the characters stay in flash. A delegate: three.
    private const int BoxBytes = 2 * DeviceLayout.CellBytes;
    private const int LiteralBytes = DeviceLayout.CellBytes;
    private const int DelegateBytes = 3 * DeviceLayout.CellBytes;

    // An exception of the class library: its object with message, inner exception, HResult and stack trace.
    private const int LibraryObjectFields = 4;

    private readonly Func<MethodReference, bool> _isInstrumented = isInstrumented;

    public bool IsLibraryCall(Instruction instruction) =>
        instruction.OpCode.Code is Code.Call or Code.Callvirt or Code.Newobj
        && instruction.Operand is MethodReference method
        && !_isInstrumented(method);

    public BlockInfo Cost(int method, IReadOnlyList<Instruction> block)
    {
        int instructions = 0;
        int units = 0;
        int calls = 0;
        int objects = 0;
        int bytes = 0;
        foreach (Instruction instruction in block)
        {
            instructions++;
            units += Units(instruction);
            if (IsLibraryCall(instruction))
            {
                LibraryCost library = LibraryCost.Of((MethodReference)instruction.Operand);
                instructions += library.Instructions;
                calls++;
                objects += library.HeapBytes > 0 ? 1 : 0;
                bytes += library.HeapBytes;
            }

            int allocated = AllocatedBytes(instruction);
            objects += allocated > 0 ? 1 : 0;
            bytes += allocated;
        }

        return new BlockInfo(method, block[0].Offset, instructions, units, calls, objects, bytes)
        {
            Opcodes = [.. block.Select(instruction => instruction.OpCode.Code)],
        };
    }

    private int Units(Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        if (code is not (Code.Call or Code.Callvirt or Code.Newobj))
        {
            return OpcodeCosts.Of(code);
        }

        MethodReference method = (MethodReference)instruction.Operand;
        if (!_isInstrumented(method))
        {
            int allocation = code == Code.Newobj ? OpcodeCosts.Of(Code.Newarr) : 0;
            return allocation + LibraryCost.Of(method).Units;
        }

        return code switch
        {
            Code.Callvirt when IsVirtual(method) => OpcodeCosts.VirtualCall,
            Code.Call when method.HasThis => OpcodeCosts.Of(Code.Callvirt),
            _ => OpcodeCosts.Of(code),
        };
    }

    private static bool IsVirtual(MethodReference method) => method.Resolve() is { IsVirtual: true, IsFinal: false } resolved && !resolved.DeclaringType.IsSealed;

    private static int AllocatedBytes(Instruction instruction)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Box:
                return BoxBytes;
            case Code.Ldstr:
                return LiteralBytes;
            case Code.Newobj:
                TypeDefinition? type = ((MethodReference)instruction.Operand).DeclaringType.Resolve();
                return type is null || type.IsValueType ? 0 : ObjectBytes(type);
            default:
                return 0;
        }
    }

    private static int ObjectBytes(TypeDefinition type)
    {
        if (type.BaseType?.FullName == "System.MulticastDelegate")
        {
            return DelegateBytes;
        }

        int fields = 0;
        for (TypeDefinition? level = type; level is not null && level.FullName != "System.Object"; level = level.BaseType?.Resolve())
        {
            bool isLibrary = level.Namespace == "System" || level.Namespace.StartsWith("System.", StringComparison.Ordinal);
            fields += isLibrary ? LibraryObjectFields : level.Fields.Count(field => !field.IsStatic);
            if (isLibrary)
            {
                break;
            }
        }

        return DeviceLayout.ObjectBytes(fields);
    }
}
