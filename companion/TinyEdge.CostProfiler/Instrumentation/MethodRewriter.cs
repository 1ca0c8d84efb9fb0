using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>
/// Rewrites one method: every block begins with an addition to its counter, entry and exit keep the stack watermark, allocations of
/// arrays and calls of the class library are reported. What the method computes stays as it is.
/// </summary>
internal sealed class MethodRewriter
{
    private readonly MethodBody _body;
    private readonly MeterReferences _meter;
    private readonly BlockCosting _costing;
    private readonly int _frameBytes;
    private readonly Collection<Instruction> _code = [];
    private readonly Dictionary<Instruction, Instruction> _heads = [];
    private readonly VariableDefinition _slots;
    private readonly VariableDefinition _stackBefore;
    private readonly int _watchedAs;

    /// <param name="watchedAs">Index of the method if its entry and exit are to be told, else -1.</param>
    public MethodRewriter(MethodBody body, MeterReferences meter, BlockCosting costing, int frameBytes, int watchedAs)
    {
        _body = body;
        _meter = meter;
        _costing = costing;
        _frameBytes = frameBytes;
        _watchedAs = watchedAs;
        _slots = new VariableDefinition(meter.SlotsType);
        _stackBefore = new VariableDefinition(meter.Int64);
    }

    /// <param name="leaders">First instructions of the blocks.</param>
    /// <param name="counterOf">Slot of the counter of the block that an instruction begins.</param>
    public void Rewrite(IReadOnlySet<Instruction> leaders, Func<Instruction, int> counterOf)
    {
        _body.Variables.Add(_slots);
        _body.Variables.Add(_stackBefore);
        EmitEntry();
        HashSet<Instruction> handlers = [.. _body.ExceptionHandlers.Select(handler => handler.HandlerStart)];
        Instruction? prefix = null;
        foreach (Instruction instruction in _body.Instructions)
        {
            int before = _code.Count;
            if (leaders.Contains(instruction))
            {
                EmitIncrement(counterOf(instruction));
            }

            if (handlers.Contains(instruction))
            {
                EmitUnwound();
            }

            // Nothing may come between a prefix and what it belongs to.
            if (prefix is null)
            {
                EmitBefore(instruction.OpCode.OpCodeType == OpCodeType.Prefix ? instruction.Next : instruction);
            }

            prefix = instruction.OpCode.OpCodeType == OpCodeType.Prefix ? instruction : null;
            _code.Add(instruction);
            _heads.Add(instruction, _code[before]);
        }

        Retarget();
        _body.Instructions.Clear();
        foreach (Instruction instruction in _code)
        {
            _body.Instructions.Add(instruction);
        }
    }

    private void EmitEntry()
    {
        Emit(OpCodes.Ldsfld, _meter.SlotsField);
        Emit(OpCodes.Stloc, _slots);
        EmitSlot(CostMeter.StackBytesSlot);
        Emit(OpCodes.Ldind_I8);
        Emit(OpCodes.Stloc, _stackBefore);
        EmitRaise(CostMeter.StackBytesSlot, CostMeter.MaxStackBytesSlot, _frameBytes);
        EmitRaise(CostMeter.DepthSlot, CostMeter.MaxDepthSlot, 1);
        if (_watchedAs >= 0)
        {
            EmitMeterCall(_meter.Enter, _watchedAs);
        }
    }

    private void EmitBefore(Instruction instruction)
    {
        if (instruction.OpCode.Code == Code.Ret)
        {
            EmitExit();
        }
        else if (instruction.OpCode.Code == Code.Newarr)
        {
            EmitArray((TypeReference)instruction.Operand);
        }
        else if (_costing.IsLibraryCall(instruction))
        {
            Emit(OpCodes.Ldsfld, _meter.MeterField);
            Emit(OpCodes.Call, _meter.NoteLibraryCall);
        }
    }

    private void EmitExit()
    {
        if (_watchedAs >= 0)
        {
            EmitMeterCall(_meter.Leave, _watchedAs);
        }

        EmitSlot(CostMeter.StackBytesSlot);
        Emit(OpCodes.Ldloc, _stackBefore);
        Emit(OpCodes.Stind_I8);
        EmitAdd(CostMeter.DepthSlot, -1);
    }

    // An exception came by: frames above this one are gone without having said so. Their depth is not known, so the watermark of depth
    // may be too high afterwards; that of bytes is right.
    private void EmitUnwound()
    {
        EmitSlot(CostMeter.StackBytesSlot);
        Emit(OpCodes.Ldloc, _stackBefore);
        Emit(OpCodes.Ldc_I8, (long)_frameBytes);
        Emit(OpCodes.Add);
        Emit(OpCodes.Stind_I8);
    }

    private void EmitIncrement(int slot) => EmitAdd(slot, 1);

    private void EmitAdd(int slot, long amount)
    {
        EmitSlot(slot);
        Emit(OpCodes.Dup);
        Emit(OpCodes.Ldind_I8);
        Emit(OpCodes.Ldc_I8, amount);
        Emit(OpCodes.Add);
        Emit(OpCodes.Stind_I8);
    }

    /// <summary>slots[slot] += amount; slots[maximum] = max(slots[maximum], slots[slot]).</summary>
    private void EmitRaise(int slot, int maximum, long amount)
    {
        EmitAdd(slot, amount);
        EmitSlot(slot);
        Emit(OpCodes.Ldind_I8);
        EmitSlot(maximum);
        Emit(OpCodes.Ldind_I8);
        Instruction end = Instruction.Create(OpCodes.Nop);
        Emit(OpCodes.Ble, end);
        EmitSlot(maximum);
        EmitSlot(slot);
        Emit(OpCodes.Ldind_I8);
        Emit(OpCodes.Stind_I8);
        _code.Add(end);
    }

    private void EmitArray(TypeReference element)
    {
        VariableDefinition length = new(_meter.IntPtr);
        _body.Variables.Add(length);
        Emit(OpCodes.Conv_I);
        Emit(OpCodes.Stloc, length);
        Emit(OpCodes.Ldsfld, _meter.MeterField);
        Emit(OpCodes.Ldloc, length);
        _code.Add(Instruction.Create(OpCodes.Ldc_I4, DeviceTypes.ElementBytes(element)));
        Emit(OpCodes.Call, _meter.NoteArray);
        Emit(OpCodes.Ldloc, length);
    }

    private void EmitMeterCall(MethodReference method, int argument)
    {
        Emit(OpCodes.Ldsfld, _meter.MeterField);
        _code.Add(Instruction.Create(OpCodes.Ldc_I4, argument));
        Emit(OpCodes.Call, method);
    }

    private void EmitSlot(int slot)
    {
        Emit(OpCodes.Ldloc, _slots);
        if (slot > 0)
        {
            _code.Add(Instruction.Create(OpCodes.Ldc_I4, slot * sizeof(long)));
            Emit(OpCodes.Add);
        }
    }

    private void Emit(OpCode opcode) => _code.Add(Instruction.Create(opcode));

    private void Emit(OpCode opcode, long value) => _code.Add(Instruction.Create(opcode, value));

    private void Emit(OpCode opcode, VariableDefinition variable) => _code.Add(Instruction.Create(opcode, variable));

    private void Emit(OpCode opcode, FieldReference field) => _code.Add(Instruction.Create(opcode, field));

    private void Emit(OpCode opcode, MethodReference method) => _code.Add(Instruction.Create(opcode, method));

    private void Emit(OpCode opcode, Instruction target) => _code.Add(Instruction.Create(opcode, target));

    private void Retarget()
    {
        foreach (Instruction instruction in _heads.Keys)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction target => _heads[target],
                Instruction[] targets => targets.Select(target => _heads[target]).ToArray(),
                object other => other,
                null => null,
            };
        }

        foreach (ExceptionHandler handler in _body.ExceptionHandlers)
        {
            handler.TryStart = _heads[handler.TryStart];
            handler.TryEnd = HeadOf(handler.TryEnd);
            handler.HandlerStart = _heads[handler.HandlerStart];
            handler.HandlerEnd = HeadOf(handler.HandlerEnd);
            handler.FilterStart = HeadOf(handler.FilterStart);
        }
    }

    private Instruction? HeadOf(Instruction? instruction) => instruction is null ? null : _heads[instruction];
}
