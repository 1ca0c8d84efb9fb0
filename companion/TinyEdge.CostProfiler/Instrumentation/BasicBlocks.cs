using Mono.Cecil.Cil;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>
/// Cuts a method where control may enter or leave: the pieces run from their first to their last instruction or, when one of
/// them throws, not to the end (then the whole piece is counted all the same; code on the hot path does not throw).
/// </summary>
internal static class BasicBlocks
{
    /// <summary>The first instructions of all blocks.</summary>
    public static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [body.Instructions[0]];
        foreach (Instruction instruction in body.Instructions)
        {
            leaders.UnionWith(Targets(instruction));
            bool ends = instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;
            if (ends && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            foreach (Instruction? edge in new[] { handler.TryStart, handler.TryEnd, handler.FilterStart, handler.HandlerStart, handler.HandlerEnd })
            {
                if (edge is not null)
                {
                    leaders.Add(edge);
                }
            }
        }

        return leaders;
    }

    public static IEnumerable<Instruction> Targets(Instruction instruction) => instruction.Operand switch
    {
        Instruction target => [target],
        Instruction[] targets => targets,
        _ => [],
    };
}
