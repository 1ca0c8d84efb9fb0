using Mono.Cecil.Cil;

namespace TinyEdge.CostProfiler.Costs;

/// <summary>
/// What one IL instruction costs on the nanoFramework interpreter, in ARM instructions. Source: counted on the interpreter, v1.17, built
/// with the ESP32's memory layout and -Os for 32-bit ARM; where a range was counted, its upper end stands here. A line marked (i) was
/// not counted by itself and is interpolated from what stands beside it.
/// </summary>
public static class OpcodeCosts
{
    /// <summary>What an instruction that is in no line below costs: the average of array code (i).</summary>
    public const int Other = 48;

    /// <summary>
    /// Units of `x = y`, a ldloc and a stloc: the yardstick in which calls, exception frames and allocations were counted.
    /// </summary>
    public const int Assignment = 95;

    private const int Load = 46;
    private const int Store = 49;
    private const int Arithmetic = 41;
    private const int Logic = 21;
    private const int Shift = 27;
    private const int Branch = 70;
    private const int Convert = 91;

    // A whole call was counted; the return is an instruction of its own, so the call gets the rest.
    private const int Return = Branch;
    private const int StaticCall = (int)(5.9 * Assignment) - Return;
    private const int InstanceCall = (7 * Assignment) - Return;

    /// <summary>A virtual or interface call: more than <see cref="InstanceCall"/>, which the caller of this table tells apart.</summary>
    public const int VirtualCall = (int)(10.5 * Assignment) - Return;

    /// <summary>A call of a method that the interpreter has in C++, with what such a method usually does.</summary>
    public const int NativeCall = 15 * Assignment;

    /// <summary>Array.Copy, whatever the length.</summary>
    public const int ArrayCopy = 22 * Assignment;

    // "3-5": the upper end.
    private const int Allocate = 5 * Assignment;

    // A try with a catch that nothing is thrown into: its only own instruction is the leave.
    private const int Leave = 27 * Assignment;

    // A try with a finally is 29 in all: leave and endfinally.
    private const int EndFinally = 2 * Assignment;

    private static readonly Dictionary<Code, int> s_units = Table();

    /// <summary>Units of one execution of <paramref name="code"/>; of a call, without the callee.</summary>
    public static int Of(Code code) => s_units.GetValueOrDefault(code, Other);

    private static Dictionary<Code, int> Table()
    {
        Dictionary<Code, int> units = [];
        void Add(int cost, params ReadOnlySpan<Code> codes)
        {
            foreach (Code code in codes)
            {
                units.Add(code, cost);
            }
        }

        // Locals and arguments; an argument is reached as a local is (i), so is its address (i).
        Add(Load, Code.Ldloc_0, Code.Ldloc_1, Code.Ldloc_2, Code.Ldloc_3, Code.Ldloc_S, Code.Ldloc);
        Add(Load, Code.Ldarg_0, Code.Ldarg_1, Code.Ldarg_2, Code.Ldarg_3, Code.Ldarg_S, Code.Ldarg);
        Add(Load, Code.Ldloca_S, Code.Ldloca, Code.Ldarga_S, Code.Ldarga, Code.Dup);
        Add(Store, Code.Stloc_0, Code.Stloc_1, Code.Stloc_2, Code.Stloc_3, Code.Stloc_S, Code.Stloc, Code.Starg_S, Code.Starg);

        // Constants; the one-byte forms (i) as ldc.i4.s, null (i) as those, eight bytes (i) a quarter over four.
        Add(35, Code.Ldc_I4_M1, Code.Ldc_I4_0, Code.Ldc_I4_1, Code.Ldc_I4_2, Code.Ldc_I4_3, Code.Ldc_I4_4, Code.Ldc_I4_5, Code.Ldc_I4_6, Code.Ldc_I4_7, Code.Ldc_I4_8);
        Add(35, Code.Ldc_I4_S, Code.Ldnull);
        Add(48, Code.Ldc_I4, Code.Ldc_R4);
        Add(60, Code.Ldc_I8, Code.Ldc_R8);

        // Arithmetic; sign change and complement (i) as addition; division (i): the routine of a core without a 64-bit divider.
        Add(Arithmetic, Code.Add, Code.Sub, Code.Mul, Code.Neg);
        Add(150, Code.Div, Code.Div_Un, Code.Rem, Code.Rem_Un);
        Add(Logic, Code.And, Code.Or, Code.Xor, Code.Not);
        Add(Shift, Code.Shl, Code.Shr, Code.Shr_Un);

        // Branches; comparisons that leave a value (i), return (i) and switch (i, a bound check and a table more) as a branch.
        Add(Branch, Code.Br, Code.Br_S, Code.Brtrue, Code.Brtrue_S, Code.Brfalse, Code.Brfalse_S);
        Add(Branch, Code.Beq, Code.Beq_S, Code.Bne_Un, Code.Bne_Un_S, Code.Bge, Code.Bge_S, Code.Bge_Un, Code.Bge_Un_S, Code.Bgt, Code.Bgt_S, Code.Bgt_Un, Code.Bgt_Un_S);
        Add(Branch, Code.Ble, Code.Ble_S, Code.Ble_Un, Code.Ble_Un_S, Code.Blt, Code.Blt_S, Code.Blt_Un, Code.Blt_Un_S);
        Add(Branch, Code.Ceq, Code.Cgt, Code.Cgt_Un, Code.Clt, Code.Clt_Un);
        Add(Return, Code.Ret);
        Add(90, Code.Switch);

        // Arrays; eight-byte and reference elements (i) as the slower ones counted, the length (i) as an element.
        Add(93, Code.Ldelem_I4, Code.Ldelem_U4, Code.Ldelem_R4, Code.Ldlen);
        Add(105, Code.Ldelem_I1, Code.Ldelem_U1, Code.Ldelem_I2, Code.Ldelem_U2, Code.Ldelem_I8, Code.Ldelem_R8, Code.Ldelem_Ref, Code.Ldelem_Any, Code.Ldelema);
        Add(117, Code.Stelem_I4, Code.Stelem_R4);
        Add(128, Code.Stelem_I1, Code.Stelem_I2, Code.Stelem_I8, Code.Stelem_R8, Code.Stelem_Ref, Code.Stelem_Any);

        // Fields; an address (i) as a load. Memory behind a reference (i) as an int element.
        Add(100, Code.Ldfld, Code.Ldflda);
        Add(136, Code.Stfld, Code.Ldsfld, Code.Ldsflda);
        Add(120, Code.Stsfld);
        Add(93, Code.Ldind_I1, Code.Ldind_U1, Code.Ldind_I2, Code.Ldind_U2, Code.Ldind_I4, Code.Ldind_U4, Code.Ldind_I8, Code.Ldind_I, Code.Ldind_R4, Code.Ldind_R8, Code.Ldind_Ref, Code.Ldobj);
        Add(117, Code.Stind_I1, Code.Stind_I2, Code.Stind_I4, Code.Stind_I8, Code.Stind_I, Code.Stind_R4, Code.Stind_R8, Code.Stind_Ref, Code.Stobj, Code.Initobj);

        // Conversions; to int and uint (i) as from long to int, every other (i) as the dearer ones counted.
        Add(51, Code.Conv_I4, Code.Conv_U4);
        Add(Convert, Code.Conv_I1, Code.Conv_U1, Code.Conv_I2, Code.Conv_U2, Code.Conv_I8, Code.Conv_U8, Code.Conv_I, Code.Conv_U, Code.Conv_R4, Code.Conv_R8, Code.Conv_R_Un);

        // Calls and objects; newobj also calls the constructor; type tests (i) two assignments; a boxed value and a text are allocated.
        Add(StaticCall, Code.Call);
        Add(InstanceCall, Code.Callvirt);
        Add(Allocate, Code.Newarr, Code.Box, Code.Ldstr);
        Add(Allocate + InstanceCall, Code.Newobj);
        Add(2 * Assignment, Code.Isinst, Code.Castclass, Code.Unbox, Code.Unbox_Any, Code.Ldtoken, Code.Ldftn, Code.Ldvirtftn);

        // Exceptions: a throw (i) as a whole frame.
        Add(Leave, Code.Leave, Code.Leave_S, Code.Throw, Code.Rethrow);
        Add(EndFinally, Code.Endfinally, Code.Endfilter);

        // Nothing to do but to be fetched (i).
        Add(Logic, Code.Nop, Code.Pop, Code.Constrained, Code.Readonly, Code.Unaligned);
        return units;
    }
}
