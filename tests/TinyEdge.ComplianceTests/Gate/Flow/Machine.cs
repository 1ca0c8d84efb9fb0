using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyEdge.ComplianceTests.Gate.Rules;

namespace TinyEdge.ComplianceTests.Gate.Flow;

/// <summary>The state of an abstract run through a method: what is known of each slot and of the stack.</summary>
internal sealed class Machine
{
    private readonly MethodDefinition _method;
    private readonly Signs _signs;
    private readonly HashSet<int> _addressed;
    private readonly Known[] _slots;
    private readonly List<Known> _stack;

    private Machine(MethodDefinition method, Signs signs, HashSet<int> addressed, Known[] slots, List<Known> stack)
    {
        _method = method;
        _signs = signs;
        _addressed = addressed;
        _slots = slots;
        _stack = stack;
    }

    public Known Top => Peek(0);

    public Known Below => Peek(1);

    /// <summary>Arguments may be anything of their type; so may locals when a handler is entered, else they start as zero.</summary>
    /// <param name="nonNegative">An argument that is taken not to be negative, or -1.</param>
    public static Machine AtEntry(MethodDefinition method, Signs signs, int nonNegative, bool ofHandler)
    {
        HashSet<int> addressed = [.. method.Body.Instructions.Select(each => Slots.Addressed(method, each)).OfType<int>()];
        Known[] slots = new Known[Slots.Count(method)];
        for (int i = 0; i < slots.Length; i++)
        {
            Known any = OfType(Slots.TypeOf(method, i));
            slots[i] = Slots.IsLocal(method, i) && method.Body.InitLocals && !ofHandler && !addressed.Contains(i) ? Known.Constant(0, any.Is64) : any;
        }

        if (nonNegative >= 0 && !ofHandler)
        {
            slots[nonNegative] = slots[nonNegative].Within(0, long.MaxValue);
        }

        return new Machine(method, signs, addressed, slots, ofHandler ? [Known.Any(false)] : []);
    }

    public static Known OfType(TypeReference type) => type.MetadataType switch
    {
        MetadataType.Boolean => new Known(0, 1, false),
        MetadataType.SByte => new Known(sbyte.MinValue, sbyte.MaxValue, false),
        MetadataType.Byte => new Known(byte.MinValue, byte.MaxValue, false),
        MetadataType.Int16 => new Known(short.MinValue, short.MaxValue, false),
        MetadataType.UInt16 or MetadataType.Char => new Known(ushort.MinValue, ushort.MaxValue, false),
        MetadataType.Int64 or MetadataType.UInt64 or MetadataType.IntPtr or MetadataType.UIntPtr => Known.Any(true),
        // Of a float nothing is known; as wide as a long, so that a conversion to one stays unknown.
        MetadataType.Single or MetadataType.Double => Known.Any(true),
        MetadataType.ValueType when type.Resolve() is { IsEnum: true } named => OfType(named.Fields.Single(field => !field.IsStatic).FieldType),
        _ => Known.Any(false),
    };

    public Machine Copy() => new(_method, _signs, _addressed, [.. _slots], [.. _stack]);

    /// <summary>Takes in what another path knows; true when that changed anything.</summary>
    public bool Join(Machine other, bool widen)
    {
        bool isChanged = false;
        for (int i = 0; i < _slots.Length; i++)
        {
            isChanged |= JoinInto(ref _slots[i], other._slots[i], widen);
        }

        for (int i = 0; i < Math.Min(_stack.Count, other._stack.Count); i++)
        {
            Known value = _stack[i];
            isChanged |= JoinInto(ref value, other._stack[i], widen);
            _stack[i] = value;
        }

        return isChanged;
    }

    public void Learn(Comparison comparison)
    {
        Narrow(comparison, comparison.Left, comparison.Right);
        string mirrored = comparison.Operator switch { "lt" => "gt", "gt" => "lt", "le" => "ge", "ge" => "le", _ => comparison.Operator };
        Narrow(comparison with { Operator = mirrored }, comparison.Right, comparison.Left);
    }

    public Known Pop()
    {
        if (_stack.Count == 0)
        {
            return Known.Any(false);
        }

        Known top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    /// <summary>Leaves a protected block: the stack is dropped, and a finally block may have written what it writes.</summary>
    public void Leave()
    {
        _stack.Clear();
        foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers.Where(each => each.HandlerType is ExceptionHandlerType.Finally or ExceptionHandlerType.Fault))
        {
            for (Instruction? each = handler.HandlerStart; each is not null && each != handler.HandlerEnd; each = each.Next)
            {
                if (Slots.Stored(_method, each) is int slot)
                {
                    Store(slot, OfType(Slots.TypeOf(_method, slot)));
                }
            }
        }
    }

    /// <summary>A value on the stack; 0 is the top.</summary>
    public Known Peek(int depth) => depth < _stack.Count ? _stack[^(depth + 1)] : Known.Any(false);

    /// <summary>Runs one instruction that is no branch.</summary>
    public void Step(Instruction instruction)
    {
        (Origin origin, string? element) = _signs.ResultOf(_method, instruction, this);
        Run(instruction);
        if (StackUse.Pushes(instruction) != 0 && _stack.Count != 0)
        {
            _stack[^1] = _stack[^1] with { Origin = origin, Element = element };
        }
    }

    private void Run(Instruction instruction)
    {
        Code code = instruction.OpCode.Code;
        if (Constant(instruction) is Known constant)
        {
            _stack.Add(constant);
        }
        else if (Slots.Loaded(_method, instruction) is (int Slot, TypeReference Type) loaded)
        {
            _stack.Add(_addressed.Contains(loaded.Slot) ? OfType(loaded.Type) : _slots[loaded.Slot] with { Slot = loaded.Slot });
        }
        else if (Slots.Stored(_method, instruction) is int stored)
        {
            Known value = Pop();
            Store(stored, value);
            if (instruction.Previous?.OpCode.Code == Code.Dup && _stack.Count != 0)
            {
                _stack[^1] = value with { Slot = stored };
            }
        }
        else if (code == Code.Dup)
        {
            _stack.Add(Top);
        }
        else if (code is >= Code.Add and <= Code.Shr_Un)
        {
            Known right = Pop();
            _stack.Add(Arithmetic.Binary(code, Pop(), right));
        }
        else if (code is Code.Ceq or Code.Cgt or Code.Cgt_Un or Code.Clt or Code.Clt_Un)
        {
            Known right = Pop();
            string name = code switch { Code.Ceq => "eq", Code.Cgt or Code.Cgt_Un => "gt", _ => "lt" };
            _stack.Add(new Known(0, 1, false, From: new Comparison(name, code is Code.Cgt_Un or Code.Clt_Un, Pop(), right)));
        }
        else if (code == Code.Neg)
        {
            _stack.Add(Arithmetic.Negate(Pop()));
        }
        else if (code is Code.Conv_I1 or Code.Conv_I2 or Code.Conv_I4 or Code.Conv_I8 or Code.Conv_U1 or Code.Conv_U2 or Code.Conv_U4 or Code.Conv_U8)
        {
            Known value = Pop();
            Known converted = Arithmetic.Convert(code, value);
            _stack.Add(converted.Low == value.Low && converted.High == value.High ? converted : converted with { Slot = -1 });
        }
        else
        {
            Other(instruction);
        }
    }

    /// <summary>An instruction of which only the type of the result is known.</summary>
    private void Other(Instruction instruction)
    {
        for (int pops = StackUse.Pops(_method, instruction); pops > 0; pops--)
        {
            Pop();
        }

        for (int pushes = StackUse.Pushes(instruction); pushes > 0; pushes--)
        {
            _stack.Add(Result(instruction));
        }
    }

    private static Known Result(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldlen => new Known(0, int.MaxValue, false),
        Code.Ldelem_I1 or Code.Ldind_I1 => new Known(sbyte.MinValue, sbyte.MaxValue, false),
        Code.Ldelem_U1 or Code.Ldind_U1 => new Known(byte.MinValue, byte.MaxValue, false),
        Code.Ldelem_I2 or Code.Ldind_I2 => new Known(short.MinValue, short.MaxValue, false),
        Code.Ldelem_U2 or Code.Ldind_U2 => new Known(ushort.MinValue, ushort.MaxValue, false),
        Code.Ldelem_I8 or Code.Ldind_I8 or Code.Conv_I or Code.Conv_U => Known.Any(true),
        Code.Ldc_R4 or Code.Ldc_R8 or Code.Conv_R4 or Code.Conv_R8 or Code.Conv_R_Un => Known.Any(true),
        Code.Ldelem_R4 or Code.Ldelem_R8 or Code.Ldind_R4 or Code.Ldind_R8 => Known.Any(true),
        Code.Ldobj or Code.Ldelem_Any or Code.Unbox_Any => OfType((TypeReference)instruction.Operand),
        _ => instruction.Operand switch
        {
            FieldReference field => OfType(field.FieldType),
            MethodReference method when instruction.OpCode.FlowControl == FlowControl.Call => OfType(method.ReturnType),
            _ => Known.Any(false),
        },
    };

    private static Known? Constant(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8 => Known.Constant(instruction.OpCode.Code - Code.Ldc_I4_0, false),
        Code.Ldc_I4_S => Known.Constant((sbyte)instruction.Operand, false),
        Code.Ldc_I4 => Known.Constant((int)instruction.Operand, false),
        Code.Ldc_I8 => Known.Constant((long)instruction.Operand, true),
        _ => null,
    };

    private void Store(int slot, Known value)
    {
        // Whatever was loaded from this slot before is another value from now on.
        for (int i = 0; i < _stack.Count; i++)
        {
            Known each = _stack[i];
            if (each.Slot == slot || each.From?.Left.Slot == slot || each.From?.Right.Slot == slot)
            {
                _stack[i] = each with { Slot = each.Slot == slot ? -1 : each.Slot, From = null };
            }
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].From is Comparison from && (from.Left.Slot == slot || from.Right.Slot == slot))
            {
                _slots[i] = _slots[i] with { From = null };
            }
        }

        _slots[slot] = value with { Slot = -1 };
    }

    private void Narrow(Comparison comparison, Known value, Known bound)
    {
        if (value.Slot < 0 || _addressed.Contains(value.Slot))
        {
            return;
        }

        ref Known slot = ref _slots[value.Slot];
        bool isSigned = !comparison.IsUnsigned || (value.Low >= 0 && bound.Low >= 0);
        slot = (comparison.Operator, isSigned) switch
        {
            ("eq", _) => slot.Within(bound.Low, bound.High),
            ("ne", _) when bound is { Low: 0, High: 0 } => slot.WithoutZero(),
            ("lt", true) when bound.High > long.MinValue => slot.Within(long.MinValue, bound.High - 1),
            ("le", true) => slot.Within(long.MinValue, bound.High),
            ("gt", true) when bound.Low < long.MaxValue => slot.Within(bound.Low + 1, long.MaxValue),
            ("ge", true) => slot.Within(bound.Low, long.MaxValue),
            ("gt", false) when bound is { Low: 0, High: 0 } => slot.WithoutZero(),
            // Unsigned below something that is no negative number: not negative itself.
            ("lt", false) when bound.Low >= 0 && bound.High > 0 => slot.Within(0, bound.High - 1),
            ("le", false) when bound.Low >= 0 => slot.Within(0, bound.High),
            _ => slot,
        };
    }

    private static bool JoinInto(ref Known into, Known other, bool widen)
    {
        Known joined = into.Join(other);
        if (widen)
        {
            joined = joined.Widen(into);
        }

        bool isChanged = joined != into;
        into = joined;
        return isChanged;
    }
}
