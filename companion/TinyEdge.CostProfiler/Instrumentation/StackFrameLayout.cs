using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>
/// Bytes of a managed stack frame on nanoFramework 1.17, 32 bit: a header of 76 bytes (80 in images for debugging) rounded up to 7 cells
/// of 12, then one cell a local and one a slot of the evaluation stack, of which the CLR adds 3, and at least 10 cells for both. Arguments
/// lie on the caller's evaluation stack. Source: CLR_RT_StackFrame::Push of nf-interpreter. The CLR puts some small instance methods into the
/// frame of their caller instead; that is not counted, so figures are upper bounds.
/// </summary>
public static class StackFrameLayout
{
    private const int CellBytes = 12;
    private const int HeaderCells = 7;
    private const int ExtraStackCells = 3;
    private const int LeastCells = 10;

    /// <summary>Frame of a method in C++: it gets the least.</summary>
    public const int NativeFrameBytes = CellBytes * (HeaderCells + LeastCells);

    public static int FrameBytes(MethodBody body)
    {
        int cells = body.Variables.Count + MaxStack(body) + ExtraStackCells;
        return CellBytes * (HeaderCells + Math.Max(cells, LeastCells));
    }

    /// <summary>Deepest evaluation stack; the figure in the method's header may be rounded up.</summary>
    public static int MaxStack(MethodBody body)
    {
        Dictionary<Instruction, int> depthAt = [];
        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            bool hasException = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter;
            depthAt[handler.HandlerStart] = hasException ? 1 : 0;
            if (handler.FilterStart is not null)
            {
                depthAt[handler.FilterStart] = 1;
            }
        }

        int depth = 0;
        int max = depthAt.Count > 0 ? 1 : 0;
        foreach (Instruction instruction in body.Instructions)
        {
            depth = depthAt.TryGetValue(instruction, out int known) ? known : depth;
            depth = Math.Max(0, depth - Pops(instruction, body, depth)) + Pushes(instruction);
            max = Math.Max(max, depth);
            foreach (Instruction target in BasicBlocks.Targets(instruction))
            {
                depthAt.TryAdd(target, depth);
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                depth = 0;
            }
        }

        return max;
    }

    private static int Pops(Instruction instruction, MethodBody body, int depth)
    {
        switch (instruction.OpCode.StackBehaviourPop)
        {
            case StackBehaviour.Pop0:
                return 0;
            case StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref:
                return 1;
            case StackBehaviour.Pop1_pop1 or StackBehaviour.Popi_pop1 or StackBehaviour.Popi_popi or StackBehaviour.Popi_popi8
                or StackBehaviour.Popi_popr4 or StackBehaviour.Popi_popr8 or StackBehaviour.Popref_pop1 or StackBehaviour.Popref_popi:
                return 2;
            case StackBehaviour.PopAll:
                return depth;
            case StackBehaviour.Varpop when instruction.Operand is IMethodSignature signature:
                bool hasThis = signature.HasThis && !signature.ExplicitThis && instruction.OpCode.Code != Code.Newobj;
                return signature.Parameters.Count + (hasThis ? 1 : 0);
            case StackBehaviour.Varpop:
                return body.Method.ReturnType.MetadataType == MetadataType.Void ? 0 : 1;
            default:
                return 3;
        }
    }

    private static int Pushes(Instruction instruction)
    {
        return instruction.OpCode.StackBehaviourPush switch
        {
            StackBehaviour.Push0 => 0,
            StackBehaviour.Push1_push1 => 2,
            StackBehaviour.Varpush => ((IMethodSignature)instruction.Operand).ReturnType.MetadataType == MetadataType.Void ? 0 : 1,
            _ => 1,
        };
    }
}
