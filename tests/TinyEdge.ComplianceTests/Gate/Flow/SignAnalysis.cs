using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Gate.Rules;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>
/// Finds where a value that the interpreter takes for unsigned is used as an int or a long by what asks for the sign. Follows direct
/// calls into other methods and back, by a summary of each method that is renewed until none changes any more.
/// </summary>
internal sealed class SignAnalysis
{
    private readonly DeviceAssembly _assembly;
    private readonly Signs _signs;
    private readonly Dictionary<string, Summary> _summaries = [];
    private readonly Dictionary<string, HashSet<MethodDefinition>> _callers = [];
    private readonly Queue<MethodDefinition> _work = new();
    private MethodDefinition? _current;

    public SignAnalysis(DeviceAssembly assembly)
    {
        _assembly = assembly;
        _signs = new Signs(OfCall);
        foreach (MethodDefinition method in assembly.Bodies)
        {
            SummaryOf(method);
        }

        while (_work.TryDequeue(out MethodDefinition? method))
        {
            Summarise(method);
        }
    }

    /// <summary>What a caller has to know of a method.</summary>
    /// <param name="Asking">The arguments whose sign it asks for.</param>
    /// <param name="AskingAnyway">Those of them of which it asks for the sign even when the argument is not negative: it computes with it first.</param>
    /// <param name="Returns">What its result gets its type from.</param>
    private readonly record struct Summary(Origin Asking, Origin AskingAnyway, Origin Returns);

    public IReadOnlyList<(Instruction At, string What)> Lost(MethodDefinition method)
    {
        List<(Instruction At, string What)> found = [];
        _current = method;
        new PathAnalysis(method, _signs).Visit((instruction, machine) =>
        {
            foreach ((Origin origin, string what) in Uses(method, instruction, machine))
            {
                if (origin.IsUnsigned)
                {
                    found.Add((instruction, what));
                }
            }
        });
        return found;
    }

    private void Summarise(MethodDefinition method)
    {
        _current = method;
        Origin returns = default;
        Origin asking = Asked(method, -1, value => returns = returns.With(value));
        Summary summary = new(asking, default, returns);
        for (int slot = 0; slot < method.Parameters.Count + (method.HasThis ? 1 : 0); slot++)
        {
            if (asking.Has(slot) && Asked(method, slot, _ => { }).Has(slot))
            {
                summary = summary with { AskingAnyway = summary.AskingAnyway.With(Origin.Argument(slot)) };
            }
        }

        if (_summaries[method.FullName] != summary)
        {
            _summaries[method.FullName] = summary;
            foreach (MethodDefinition caller in _callers[method.FullName].Where(each => !_work.Contains(each)))
            {
                _work.Enqueue(caller);
            }
        }
    }

    private Origin Asked(MethodDefinition method, int nonNegative, Action<Origin> onReturn)
    {
        Origin asked = default;
        new PathAnalysis(method, _signs, nonNegative).Visit((instruction, machine) =>
        {
            foreach ((Origin origin, _) in Uses(method, instruction, machine))
            {
                asked = asked.With(origin);
            }

            if (instruction.OpCode.Code == Code.Ret && Signs.IsSigned(method.ReturnType))
            {
                onReturn(machine.Top.Origin);
            }
        });
        return asked;
    }

    private Summary SummaryOf(MethodDefinition method)
    {
        if (_summaries.TryAdd(method.FullName, default))
        {
            _callers.Add(method.FullName, []);
            _work.Enqueue(method);
        }

        if (_current is not null)
        {
            _callers[method.FullName].Add(_current);
        }

        return _summaries[method.FullName];
    }

    /// <summary>What an instruction does with values of which it needs the sign. A value that cannot be negative has none to lose.</summary>
    private IEnumerable<(Origin Origin, string What)> Uses(MethodDefinition method, Instruction instruction, Machine machine)
    {
        (Known value, string? what) = instruction.OpCode.Code switch
        {
            Code.Conv_I8 => (machine.Top, "is widened to a long"),
            Code.Conv_R4 or Code.Conv_R8 => (machine.Top, "becomes a floating-point number"),
            Code.Shr => (machine.Below, "is shifted right"),
            Code.Rem => (machine.Below, "is the left side of %"),
            _ => (default, null),
        };
        if (what is not null)
        {
            return value.Low < 0 && !IsSignCut(instruction, machine) ? [(value.Origin, $"An unsigned value {what} as if it were signed.")] : [];
        }

        return instruction.OpCode.Code switch
        {
            Code.Stind_I4 or Code.Stind_I8 or Code.Stind_I or Code.Stobj when !IsUnsigned(machine.Below.Element) =>
                [(machine.Top.Origin, "An unsigned value is written through a signed reference, and what it points to is unsigned from then on.")],
            Code.Ret when method.IsVirtual && Signs.IsSigned(method.ReturnType) => [(machine.Top.Origin, "A virtual method returns an unsigned value as a signed one.")],
            Code.Ldftn or Code.Ldvirtftn when Calls.Target((MethodReference)instruction.Operand) is { HasBody: true } target && Calls.IsOnDevice(target, _assembly) =>
                [(SummaryOf(target).Returns, "A method that returns an unsigned value as a signed one becomes a delegate.")],
            Code.Call or Code.Callvirt or Code.Newobj => Passed(instruction, machine),
            _ => [],
        };
    }

    private IEnumerable<(Origin Origin, string What)> Passed(Instruction call, Machine machine)
    {
        MethodReference called = (MethodReference)call.Operand;
        MethodDefinition? target = Calls.Target(called);
        bool isKnown = IsFollowed(call, target);
        for (int i = 0; i < called.Parameters.Count; i++)
        {
            Known value = machine.Peek(called.Parameters.Count - 1 - i);
            Origin origin = value.Origin;
            bool mayBeNegative = value.Low < 0;
            if (origin.IsSigned || !Signs.IsSigned(called.Parameters[i].ParameterType))
            {
                continue;
            }

            bool isAsked = isKnown
                ? (mayBeNegative ? SummaryOf(target!).Asking : SummaryOf(target!).AskingAnyway).Has(i + (called.HasThis ? 1 : 0))
                : mayBeNegative || (target is not null && Calls.IsOnDevice(target, _assembly));
            if (isAsked)
            {
                string does = isKnown ? "asks for its sign" : "may ask for its sign";
                yield return (origin, $"An unsigned value goes as a signed one into {called.DeclaringType.Name}.{called.Name}, which {does}.");
            }
        }
    }

    private Origin OfCall(Instruction call, Machine machine)
    {
        MethodReference called = (MethodReference)call.Operand;
        MethodDefinition? target = Calls.Target(called);
        if (!IsFollowed(call, target))
        {
            return default;
        }

        Origin returns = SummaryOf(target!).Returns;
        Origin origin = returns with { Arguments = 0 };
        for (int i = 0; i < called.Parameters.Count; i++)
        {
            if (returns.Has(i + (called.HasThis ? 1 : 0)))
            {
                origin = origin.With(machine.Peek(called.Parameters.Count - 1 - i).Origin);
            }
        }

        return origin;
    }

    private bool IsFollowed(Instruction call, MethodDefinition? target) =>
        target is { HasBody: true } && Calls.IsOnDevice(target, _assembly) && !(call.OpCode.Code == Code.Callvirt && target.IsVirtual);

    /// <summary>True for a shift by a constant of whose result only bits are kept that are the same, whatever came in from the left.</summary>
    private static bool IsSignCut(Instruction instruction, Machine machine)
    {
        int bits = instruction.Next?.OpCode.Code switch
        {
            Code.Conv_U1 or Code.Conv_I1 => 8,
            Code.Conv_U2 or Code.Conv_I2 => 16,
            _ => 64,
        };
        return instruction.OpCode.Code == Code.Shr && machine.Top is { IsConstant: true, Low: >= 0 } count && count.Low + bits <= 32;
    }

    private static bool IsUnsigned(string? element) => element == typeof(uint).FullName || element == typeof(ulong).FullName;
}
