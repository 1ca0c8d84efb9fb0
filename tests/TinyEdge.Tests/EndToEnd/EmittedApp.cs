using System.Reflection;
using System.Reflection.Emit;
using TinyEdge.Runtime.Detection;
using TinyEdge.Runtime.Supervision;

namespace TinyEdge.Tests.EndToEnd;

/// <summary>Small application assemblies, made when they are needed. The class is called <see cref="TypeName"/>.</summary>
internal static class EmittedApp
{
    public const string TypeName = "Emitted.App";

    /// <summary>An application that counts in a static how often it was made and says 3.0.count: a reboot must begin anew.</summary>
    public static byte[] Counting() => Emit((type, constructor) =>
    {
        FieldBuilder made = type.DefineField("s_made", typeof(int), FieldAttributes.Private | FieldAttributes.Static);
        constructor.Emit(OpCodes.Ldsfld, made);
        constructor.Emit(OpCodes.Ldc_I4_1);
        constructor.Emit(OpCodes.Add);
        constructor.Emit(OpCodes.Stsfld, made);
        return version =>
        {
            version.Emit(OpCodes.Ldsfld, made);
            version.Emit(OpCodes.Ldc_I4, 3 << 24);
            version.Emit(OpCodes.Or);
            version.Emit(OpCodes.Ret);
        };
    });

    /// <summary>An application that starts well and throws at every decision.</summary>
    public static byte[] ThrowingAtDecisions() => Emit(
        (_, _) => version =>
        {
            version.Emit(OpCodes.Ldc_I4_1);
            version.Emit(OpCodes.Ret);
        },
        decides => Throw(decides));

    /// <summary>An application whose constructor throws.</summary>
    public static byte[] Throwing() => Emit((_, constructor) =>
    {
        Throw(constructor);
        return version =>
        {
            version.Emit(OpCodes.Ldc_I4_0);
            version.Emit(OpCodes.Ret);
        };
    });

    private static void Throw(ILGenerator method)
    {
        method.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([])!);
        method.Emit(OpCodes.Throw);
    }

    private static byte[] Emit(Func<TypeBuilder, ILGenerator, Action<ILGenerator>> write, Action<ILGenerator>? decide = null)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Emitted"), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Emitted").DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Class, typeof(object), [typeof(IEdgeApp)]);
        ILGenerator constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        Action<ILGenerator> version = write(type, constructor);
        constructor.Emit(OpCodes.Ret);
        version(Implement(type, "get_Version", typeof(int)));
        Implement(type, nameof(IEdgeApp.Configure), typeof(void), typeof(AppSettings)).Emit(OpCodes.Ret);
        ILGenerator decides = Implement(type, nameof(IEdgeApp.OnDecision), typeof(void), typeof(Decision), typeof(AppActions));
        decide?.Invoke(decides);
        decides.Emit(OpCodes.Ret);
        type.CreateType();
        using MemoryStream bytes = new();
        assembly.Save(bytes);
        return bytes.ToArray();
    }

    private static ILGenerator Implement(TypeBuilder type, string name, Type result, params Type[] parameters) =>
        type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final, result, parameters).GetILGenerator();
}
