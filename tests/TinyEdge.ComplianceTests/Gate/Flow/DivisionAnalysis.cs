using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>
/// Finds the divisions of a method whose divisor may be zero, or that may divide the least integer by -1. An abstract run through all
/// paths keeps bounds of locals and arguments and learns from every branch; what a field, an array or a call gives may be any value
/// of its type, because another thread or method may change it between the test and the division.
/// </summary>
internal sealed class DivisionAnalysis
{
    private const int VisitsBeforeWidening = 4;

    private readonly MethodDefinition _method;
    private readonly Dictionary<Instruction, Machine> _entries = [];
    private readonly Dictionary<Instruction, int> _visits = [];
    private readonly Queue<Instruction> _work = new();
    private readonly HashSet<Instruction> _leaders;

    private DivisionAnalysis(MethodDefinition method)
    {
        _method = method;
        _leaders = [.. Leaders(method.Body)];
    }

    public static bool IsDivision(Instruction instruction) => instruction.OpCode.Code is Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un;

    /// <summary>Each division that is not proven, with what is not excluded.</summary>
    public static IReadOnlyList<(Instruction At, string What)> Unproven(MethodDefinition method)
    {
        if (!method.Body.Instructions.Any(IsDivision))
        {
            return [];
        }

        DivisionAnalysis analysis = new(method);
        analysis.Run();
        return analysis.Judge();
    }

    private static IEnumerable<Instruction> Leaders(MethodBody body)
    {
        yield return body.Instructions[0];
        foreach (Instruction instruction in body.Instructions)
        {
            IEnumerable<Instruction> targets = instruction.Operand switch
            {
                Instruction target => [target],
                Instruction[] several => several,
                _ => [],
            };
            foreach (Instruction target in targets)
            {
                yield return target;
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw && instruction.Next is not null)
            {
                yield return instruction.Next;
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            yield return handler.HandlerStart;
            if (handler.FilterStart is not null)
            {
                yield return handler.FilterStart;
            }
        }
    }

    private void Run()
    {
        Enter(_method.Body.Instructions[0], Machine.AtEntry(_method, ofHandler: false));
        foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers)
        {
            Enter(handler.HandlerStart, Machine.AtEntry(_method, ofHandler: true));
            if (handler.FilterStart is not null)
            {
                Enter(handler.FilterStart, Machine.AtEntry(_method, ofHandler: true));
            }
        }

        while (_work.TryDequeue(out Instruction? leader))
        {
            RunBlock(leader, null);
        }
    }

    private List<(Instruction At, string What)> Judge()
    {
        List<(Instruction At, string What)> found = [];
        foreach (Instruction leader in _entries.Keys.OrderBy(each => each.Offset).ToList())
        {
            RunBlock(leader, found);
        }

        return found;
    }

    /// <summary>Runs from a leader to the end of its block; when judging, the successors are known already.</summary>
    private void RunBlock(Instruction leader, List<(Instruction At, string What)>? found)
    {
        Machine machine = _entries[leader].Copy();
        for (Instruction? instruction = leader; instruction is not null; instruction = instruction.Next)
        {
            if (instruction != leader && _leaders.Contains(instruction))
            {
                Enter(instruction, machine, found);
                return;
            }

            if (found is not null && IsDivision(instruction) && Judge(instruction, machine.Below, machine.Top) is string what)
            {
                found.Add((instruction, what));
            }

            switch (instruction.OpCode.FlowControl)
            {
                case FlowControl.Branch:
                    if (instruction.OpCode.Code is Code.Leave or Code.Leave_S)
                    {
                        machine.Leave();
                    }

                    Enter((Instruction)instruction.Operand, machine, found);
                    return;
                case FlowControl.Cond_Branch:
                    Fork(instruction, machine, found);
                    return;
                case FlowControl.Return or FlowControl.Throw:
                    return;
                default:
                    machine.Step(instruction);
                    break;
            }
        }
    }

    private void Fork(Instruction instruction, Machine machine, List<(Instruction At, string What)>? found)
    {
        if (instruction.Operand is Instruction[] targets)
        {
            machine.Pop();
            foreach (Instruction target in targets)
            {
                Enter(target, machine, found);
            }

            Enter(instruction.Next, machine, found);
            return;
        }

        Comparison? whenTaken = Branches.ConditionOf(instruction, machine);
        Machine taken = machine.Copy();
        if (whenTaken is not null)
        {
            taken.Learn(whenTaken);
            machine.Learn(whenTaken.Negated());
        }

        Enter((Instruction)instruction.Operand, taken, found);
        Enter(instruction.Next, machine, found);
    }

    private void Enter(Instruction leader, Machine machine, List<(Instruction At, string What)>? found = null)
    {
        if (found is not null)
        {
            return;
        }

        if (!_entries.TryGetValue(leader, out Machine? entry))
        {
            _entries.Add(leader, machine.Copy());
            _work.Enqueue(leader);
            return;
        }

        int visits = _visits[leader] = _visits.GetValueOrDefault(leader) + 1;
        if (entry.Join(machine, widen: visits > VisitsBeforeWidening))
        {
            _work.Enqueue(leader);
        }
    }

    private static string? Judge(Instruction division, Known dividend, Known divisor)
    {
        if (!divisor.ExcludesZero)
        {
            return "The divisor may be 0.";
        }

        bool isSigned = division.OpCode.Code is Code.Div or Code.Rem;
        return isSigned && !divisor.ExcludesMinusOne && !dividend.ExcludesLeast ? "It may divide the least integer by -1." : null;
    }
}
