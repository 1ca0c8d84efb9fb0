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

    /// <summary>An application that starts well and calls <see cref="Misdeed.Do"/> at one place.</summary>
    /// <param name="place">static constructor, constructor, Version, Configure or OnDecision.</param>
    /// <param name="deed">What is done there.</param>
    public static byte[] Misbehaving(string place, string deed)
    {
        void At(string here, ILGenerator method)
        {
            if (here == place)
            {
                method.Emit(OpCodes.Ldstr, deed);
                method.Emit(OpCodes.Call, typeof(Misdeed).GetMethod(nameof(Misdeed.Do))!);
            }
        }

        return Emit(
            (type, constructor) =>
            {
                if (place == "static constructor")
                {
                    ILGenerator first = type.DefineTypeInitializer().GetILGenerator();
                    At(place, first);
                    first.Emit(OpCodes.Ret);
                }

                At("constructor", constructor);
                return version =>
                {
                    At("Version", version);
                    version.Emit(OpCodes.Ldc_I4_1);
                    version.Emit(OpCodes.Ret);
                };
            },
            decides => At("OnDecision", decides),
            configures => At("Configure", configures));
    }

    /// <summary>An application that calls itself without end at its first decision.</summary>
    public static byte[] OverflowingTheStack()
    {
        MethodBuilder? falls = null;
        return Emit(
            (type, _) =>
            {
                falls = type.DefineMethod("Fall", MethodAttributes.Private | MethodAttributes.Static, typeof(int), [typeof(int)]);
                ILGenerator fall = falls.GetILGenerator();
                fall.Emit(OpCodes.Ldarg_0);
                fall.Emit(OpCodes.Ldarg_0);
                fall.Emit(OpCodes.Call, falls);
                fall.Emit(OpCodes.Add);
                fall.Emit(OpCodes.Ret);
                return One;
            },
            decides =>
            {
                decides.Emit(OpCodes.Ldc_I4_1);
                decides.Emit(OpCodes.Call, falls!);
                decides.Emit(OpCodes.Pop);
            });
    }

    /// <summary>An application that asks for a gigabyte at its first decision.</summary>
    public static byte[] AskingForTooMuchMemory() => Emit(
        (_, _) => One,
        decides =>
        {
            decides.Emit(OpCodes.Ldc_I4, 1 << 27);
            decides.Emit(OpCodes.Newarr, typeof(long));
            decides.Emit(OpCodes.Call, typeof(GC).GetMethod(nameof(GC.KeepAlive))!);
        });

    /// <summary>An application that needs something that is not on the device: an assembly, or a method of a resident one.</summary>
    public static byte[] NeedingWhatIsMissing(string assembly, string type, bool isMethod)
    {
        PersistedAssemblyBuilder other = new(new AssemblyName(assembly), typeof(object).Assembly);
        TypeBuilder absent = other.DefineDynamicModule(assembly).DefineType(type, TypeAttributes.Public | TypeAttributes.Class, typeof(object));
        MethodBuilder call = absent.DefineMethod("NotThere", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
        call.GetILGenerator().Emit(OpCodes.Ret);
        absent.CreateType();
        return Emit((_, constructor) =>
        {
            if (!isMethod)
            {
                constructor.Emit(OpCodes.Call, call);
            }

            return One;
        }, decides =>
        {
            if (isMethod)
            {
                decides.Emit(OpCodes.Call, call);
            }
        });
    }

    /// <summary>An application with a call in it, for looking at: it is not meant to run.</summary>
    public static byte[] Calling(MethodBase callee) => Emit((_, constructor) =>
    {
        for (int argument = 0; argument < callee.GetParameters().Length; argument++)
        {
            constructor.Emit(OpCodes.Ldnull);
        }

        if (callee is ConstructorInfo made)
        {
            constructor.Emit(OpCodes.Newobj, made);
        }
        else
        {
            constructor.Emit(OpCodes.Call, (MethodInfo)callee);
        }

        return One;
    });

    /// <summary>A class of the right name that is no application.</summary>
    public static byte[] WithoutTheInterface() => Emit((_, _) => One, isApp: false);

    private static void One(ILGenerator version)
    {
        version.Emit(OpCodes.Ldc_I4_1);
        version.Emit(OpCodes.Ret);
    }

    private static void Throw(ILGenerator method)
    {
        method.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([])!);
        method.Emit(OpCodes.Throw);
    }

    private static byte[] Emit(Func<TypeBuilder, ILGenerator, Action<ILGenerator>> write, Action<ILGenerator>? decide = null, Action<ILGenerator>? configure = null, bool isApp = true)
    {
        PersistedAssemblyBuilder assembly = new(new AssemblyName("Emitted"), typeof(object).Assembly);
        TypeBuilder type = assembly.DefineDynamicModule("Emitted").DefineType(TypeName, TypeAttributes.Public | TypeAttributes.Class, typeof(object), isApp ? [typeof(IEdgeApp)] : []);
        ILGenerator constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        constructor.Emit(OpCodes.Ldarg_0);
        constructor.Emit(OpCodes.Call, typeof(object).GetConstructor([])!);
        Action<ILGenerator> version = write(type, constructor);
        constructor.Emit(OpCodes.Ret);
        version(Implement(type, "get_Version", typeof(int)));
        ILGenerator configures = Implement(type, nameof(IEdgeApp.Configure), typeof(void), typeof(AppSettings));
        configure?.Invoke(configures);
        configures.Emit(OpCodes.Ret);
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
