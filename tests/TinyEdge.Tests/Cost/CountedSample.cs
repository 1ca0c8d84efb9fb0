using System.Reflection;
using System.Reflection.Emit;
using TinyEdge.CostProfiler.Instrumentation;
using TinyEdge.Tests.Bundles;

namespace TinyEdge.Tests.Cost;

/// <summary>
/// Methods written in IL, opcode by opcode, so that what they execute can be counted by hand whatever a compiler would make of C#. The
/// counts that stand beside them are of one run.
/// </summary>
internal static class CountedSample
{
    public const string Name = "CountedSample";

    private static readonly Lazy<InstrumentedImage> s_image = new(Load);

    public static InstrumentedImage Image => s_image.Value;

    /// <summary>A method of the instrumented copy.</summary>
    public static MethodInfo Method(string name) => Image.AssemblyOf(Name).GetType("Sample", throwOnError: true)!.GetMethod(name)!;

    private static InstrumentedImage Load()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf(Name + ".dll");
        PersistedAssemblyBuilder assembly = new(new AssemblyName(Name), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule(Name);
        (ConstructorInfo make, MethodInfo value) = DefineThings(module);
        TypeBuilder sample = module.DefineType("Sample", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        StraightLine(Define(sample, "StraightLine", typeof(int), typeof(int)));
        Loop(Define(sample, "Loop", typeof(int)));
        Branch(Define(sample, "Branch", typeof(int)));
        MethodBuilder twice = sample.DefineMethod("Twice", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]);
        Twice(twice.GetILGenerator());
        Call(Define(sample, "Call", typeof(int)), twice);
        Switch(Define(sample, "Switch", typeof(int)));
        TryFinally(Define(sample, "TryFinally", typeof(int)));
        Thrown(Define(sample, "Thrown"));
        Virtual(Define(sample, "Virtual"), make, value);
        Long(Define(sample, "Long", typeof(long), typeof(long)));
        MethodBuilder down = sample.DefineMethod("Down", MethodAttributes.Public | MethodAttributes.Static, typeof(int), [typeof(int)]);
        Down(down.GetILGenerator(), down);
        Prefix(Define(sample, "Prefix", typeof(int)));
        Arrays(Define(sample, "Arrays", typeof(int)));
        Choice(Define(sample, "Choice", typeof(int)));
        Copy(Define(sample, "Copy", typeof(byte[]), typeof(byte[])));
        sample.CreateType();
        assembly.Save(path);
        return InstrumentedImage.Load([path]);
    }

    private static ILGenerator Define(TypeBuilder type, string name, params Type[] parameters) =>
        type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(int), parameters).GetILGenerator();

    // 6: (a + b) * 2
    private static void StraightLine(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
    }

    // 5 + 8 n + 3 (n + 1) + 2: the sum of 0 .. n - 1
    private static void Loop(ILGenerator il)
    {
        Label body = il.DefineLabel();
        Label condition = il.DefineLabel();
        il.DeclareLocal(typeof(int));
        il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_1);
        il.Emit(OpCodes.Br, condition);
        il.MarkLabel(body);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_0);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_1);
        il.MarkLabel(condition);
        il.Emit(OpCodes.Ldloc_1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Blt_S, body);
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
    }

    // 6 for a negative argument, else 5: its absolute value
    private static void Branch(ILGenerator il)
    {
        Label positive = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Bge, positive);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Neg);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(positive);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
    }

    // 4
    private static void Twice(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
    }

    // 6 + 2 * 4
    private static void Call(ILGenerator il, MethodInfo twice)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, twice);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, twice);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    // 4 for a case, 5 for none of them
    private static void Switch(ILGenerator il)
    {
        Label[] cases = [il.DefineLabel(), il.DefineLabel(), il.DefineLabel()];
        Label none = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Switch, cases);
        il.Emit(OpCodes.Br, none);
        for (int i = 0; i < cases.Length; i++)
        {
            il.MarkLabel(cases[i]);
            il.Emit(OpCodes.Ldc_I4, 10 * i);
            il.Emit(OpCodes.Ret);
        }

        il.MarkLabel(none);
        il.Emit(OpCodes.Ldc_I4_M1);
        il.Emit(OpCodes.Ret);
    }

    // 2 + 5 + 5 + 2: x + 1, by way of a finally. The generator adds leave and endfinally.
    private static void TryFinally(ILGenerator il)
    {
        il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Stloc_0);
        il.BeginExceptionBlock();
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_0);
        il.BeginFinallyBlock();
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc_0);
        il.EndExceptionBlock();
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
    }

    // 2 + 4 + 2: 7, by way of an exception. The generator adds a leave after the throw, which is not reached, and one in the handler.
    private static void Thrown(ILGenerator il)
    {
        il.DeclareLocal(typeof(int));
        il.BeginExceptionBlock();
        il.Emit(OpCodes.Newobj, typeof(Exception).GetConstructor([])!);
        il.Emit(OpCodes.Throw);
        il.BeginCatchBlock(typeof(Exception));
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ldc_I4_7);
        il.Emit(OpCodes.Stloc_0);
        il.EndExceptionBlock();
        il.Emit(OpCodes.Ldloc_0);
        il.Emit(OpCodes.Ret);
    }

    // 3, constructors 3 + 3 and the return of the device's Object constructor, the overriding method 4: 30
    private static void Virtual(ILGenerator il, ConstructorInfo make, MethodInfo value)
    {
        il.Emit(OpCodes.Newobj, make);
        il.Emit(OpCodes.Callvirt, value);
        il.Emit(OpCodes.Ret);
    }

    // 9: (int)((a * b) ^ (a >> 7))
    private static void Long(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_S, (byte)7);
        il.Emit(OpCodes.Shr);
        il.Emit(OpCodes.Xor);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
    }

    // 6 a level and 4 for the last: n, by n calls of itself
    private static void Down(ILGenerator il, MethodInfo self)
    {
        Label last = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brfalse, last);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Call, self);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(last);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
    }

    // 5, one of them a prefix: the digits of a number
    private static void Prefix(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarga_S, (byte)0);
        il.Emit(OpCodes.Constrained, typeof(int));
        il.Emit(OpCodes.Callvirt, typeof(object).GetMethod("ToString")!);
        il.Emit(OpCodes.Callvirt, typeof(string).GetProperty("Length")!.GetMethod!);
        il.Emit(OpCodes.Ret);
    }

    // 9: an array of longs and one of references
    private static void Arrays(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newarr, typeof(long));
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Newarr, typeof(string));
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Ret);
    }

    // 8 when even, 7 when odd: 100 + (even ? 1 : 2), with a value on the stack where the blocks meet
    private static void Choice(ILGenerator il)
    {
        Label even = il.DefineLabel();
        Label both = il.DefineLabel();
        il.Emit(OpCodes.Ldc_I4_S, (byte)100);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brfalse_S, even);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Br_S, both);
        il.MarkLabel(even);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Nop);
        il.Emit(OpCodes.Nop);
        il.MarkLabel(both);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ret);
    }

    // 6: Array.Copy of the first two bytes, and 0
    private static void Copy(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Call, typeof(Array).GetMethod("Copy", [typeof(Array), typeof(Array), typeof(int)])!);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>A class with one field whose method a second one, with one more field, overrides.</summary>
    private static (ConstructorInfo Make, MethodInfo Value) DefineThings(ModuleBuilder module)
    {
        TypeBuilder thing = module.DefineType("Thing", TypeAttributes.Public);
        thing.DefineField("_a", typeof(int), FieldAttributes.Private);
        ConstructorBuilder makeThing = Constructor(thing, typeof(object).GetConstructor([])!);
        MethodBuilder value = thing.DefineMethod("Value", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(int), []);
        ILGenerator il = value.GetILGenerator();
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        thing.CreateType();

        TypeBuilder other = module.DefineType("OtherThing", TypeAttributes.Public, thing);
        other.DefineField("_b", typeof(int), FieldAttributes.Private);
        ConstructorBuilder makeOther = Constructor(other, makeThing);
        MethodBuilder otherValue = other.DefineMethod("Value", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, typeof(int), []);
        il = otherValue.GetILGenerator();
        il.Emit(OpCodes.Ldc_I4_5);
        il.Emit(OpCodes.Ldc_I4_6);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
        other.CreateType();
        return (makeOther, value);
    }

    private static ConstructorBuilder Constructor(TypeBuilder type, ConstructorInfo baseConstructor)
    {
        ConstructorBuilder constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []);
        ILGenerator il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, baseConstructor);
        il.Emit(OpCodes.Ret);
        return constructor;
    }
}
