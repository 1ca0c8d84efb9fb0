using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>
/// An abstract run through all paths of a method that keeps bounds of locals and arguments and learns from every branch; what a field, an
/// array or a call gives may be any value of its type, because another thread or method may change it between a test and a use.
/// </summary>
internal sealed class PathAnalysis
{
    private const int VisitsBeforeWidening = 4;

    private readonly MethodDefinition _method;
    private readonly Dictionary<Instruction, Machine> _entries = [];
    private readonly Dictionary<Instruction, int> _visits = [];
    private readonly Queue<Instruction> _work = new();
    private readonly HashSet<Instruction> _leaders;
    private readonly Signs _signs;
    private readonly int _nonNegative;

    /// <param name="signs">Follows which values the interpreter takes for unsigned.</param>
    /// <param name="nonNegative">An argument that is taken not to be negative, or -1.</param>
    public PathAnalysis(MethodDefinition method, Signs signs, int nonNegative = -1)
    {
        _method = method;
        _signs = signs;
        _nonNegative = nonNegative;
        _leaders = [.. Leaders(method.Body)];
        Run();
    }

    /// <summary>Shows each instruction that can be reached, once, in order, with what is known just before it.</summary>
    public void Visit(Action<Instruction, Machine> visitor)
    {
        foreach (Instruction leader in _entries.Keys.OrderBy(each => each.Offset).ToList())
        {
            RunBlock(leader, visitor);
        }
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
        Enter(_method.Body.Instructions[0], Machine.AtEntry(_method, _signs, _nonNegative, ofHandler: false));
        foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers)
        {
            Enter(handler.HandlerStart, Machine.AtEntry(_method, _signs, _nonNegative, ofHandler: true));
            if (handler.FilterStart is not null)
            {
                Enter(handler.FilterStart, Machine.AtEntry(_method, _signs, _nonNegative, ofHandler: true));
            }
        }

        while (_work.TryDequeue(out Instruction? leader))
        {
            RunBlock(leader, null);
        }
    }

    /// <summary>Runs from a leader to the end of its block; when visiting, the successors are known already.</summary>
    private void RunBlock(Instruction leader, Action<Instruction, Machine>? visitor)
    {
        Machine machine = _entries[leader].Copy();
        for (Instruction? instruction = leader; instruction is not null; instruction = instruction.Next)
        {
            if (instruction != leader && _leaders.Contains(instruction))
            {
                Enter(instruction, machine, visitor);
                return;
            }

            visitor?.Invoke(instruction, machine);
            switch (instruction.OpCode.FlowControl)
            {
                case FlowControl.Branch:
                    if (instruction.OpCode.Code is Code.Leave or Code.Leave_S)
                    {
                        machine.Leave();
                    }

                    Enter((Instruction)instruction.Operand, machine, visitor);
                    return;
                case FlowControl.Cond_Branch:
                    Fork(instruction, machine, visitor);
                    return;
                case FlowControl.Return or FlowControl.Throw:
                    return;
                default:
                    machine.Step(instruction);
                    break;
            }
        }
    }

    private void Fork(Instruction instruction, Machine machine, Action<Instruction, Machine>? visitor)
    {
        if (instruction.Operand is Instruction[] targets)
        {
            machine.Pop();
            foreach (Instruction target in targets)
            {
                Enter(target, machine, visitor);
            }

            Enter(instruction.Next, machine, visitor);
            return;
        }

        Comparison? whenTaken = Branches.ConditionOf(instruction, machine);
        Machine taken = machine.Copy();
        if (whenTaken is not null)
        {
            taken.Learn(whenTaken);
            machine.Learn(whenTaken.Negated());
        }

        Enter((Instruction)instruction.Operand, taken, visitor);
        Enter(instruction.Next, machine, visitor);
    }

    private void Enter(Instruction leader, Machine machine, Action<Instruction, Machine>? visitor = null)
    {
        if (visitor is not null)
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
}
