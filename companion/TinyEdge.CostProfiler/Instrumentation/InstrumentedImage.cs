using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>
/// Instrumented copies of some assemblies, loaded beside the originals. Their types are others than those of the originals: what
/// works on them is a probe, a class that implements an interface of somewhere else and is loaded a second time, against the copies.
/// One thread at a time.
/// </summary>
public sealed class InstrumentedImage
{
    private readonly Context _context;
    private readonly long[] _instructions;
    private readonly long[] _units;

    private InstrumentedImage(Context context, CostMeter meter, IReadOnlyList<BlockInfo> blocks, IReadOnlyList<MethodInfo> methods)
    {
        _context = context;
        Meter = meter;
        Blocks = blocks;
        Methods = methods;
        _instructions = [.. blocks.Select(block => (long)block.Instructions)];
        _units = [.. blocks.Select(block => (long)block.Units)];
    }

    public IReadOnlyList<BlockInfo> Blocks { get; }

    public IReadOnlyList<MethodInfo> Methods { get; }

    internal CostMeter Meter { get; }

    /// <summary>Instruments and loads assemblies.</summary>
    /// <param name="paths">The assemblies; calls among them are followed, others are calls of the class library.</param>
    /// <param name="isWatched">Full names (namespace, type, method) whose entry and exit <see cref="CostMeter.Boundary"/> is told; null for none.</param>
    public static InstrumentedImage Load(IReadOnlyList<string> paths, Func<string, bool>? isWatched = null)
    {
        using ImageBuilder builder = new(paths, isWatched ?? (_ => false));
        Dictionary<string, MemoryStream> copies = paths.ToDictionary(path => Path.GetFileNameWithoutExtension(path), builder.Build);
        CostMeter meter = new(builder.Blocks.Count);
        Context context = new(copies);
        foreach (string name in copies.Keys)
        {
            Connect(context.LoadFromAssemblyName(new AssemblyName(name)), meter);
        }

        return new InstrumentedImage(context, meter, builder.Blocks, builder.Methods);
    }

    /// <summary>Makes a probe against the instrumented copies.</summary>
    /// <typeparam name="T">An interface of an assembly that is not instrumented and holds no probe itself.</typeparam>
    /// <param name="probe">The class, as the caller sees it: its assembly is loaded again.</param>
    public T Create<T>(Type probe, params object?[] arguments)
        where T : class
    {
        Assembly again = _context.LoadAgain(probe.Assembly);
        Type type = again.GetType(probe.FullName!, throwOnError: true)!;
        return (T)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, arguments, null)!;
    }

    /// <summary>Runs <paramref name="work"/> on this thread and says what instrumented code did meanwhile.</summary>
    public CostCount Measure(Action work)
    {
        Meter.ResetWatermarks();
        long stack = Meter[CostMeter.StackBytesSlot];
        long depth = Meter[CostMeter.DepthSlot];
        long arrays = Meter[CostMeter.ArraysSlot];
        long arrayBytes = Meter[CostMeter.ArrayBytesSlot];
        long[] before = Meter.Counts.ToArray();
        work();
        long[] counts = Meter.Counts.ToArray();
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] -= before[i];
        }

        return new CostCount(
            this,
            counts,
            Meter[CostMeter.ArraysSlot] - arrays,
            Meter[CostMeter.ArrayBytesSlot] - arrayBytes,
            (int)(Meter[CostMeter.MaxStackBytesSlot] - stack),
            (int)(Meter[CostMeter.MaxDepthSlot] - depth));
    }

    /// <summary>Instructions and units since the image was loaded.</summary>
    internal (long Instructions, long Units) Total() => Dot(Meter.Counts);

    internal (long Instructions, long Units) Dot(ReadOnlySpan<long> counts)
    {
        long instructions = 0;
        long units = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            instructions += counts[i] * _instructions[i];
            units += counts[i] * _units[i];
        }

        return (instructions, units);
    }

    // All static constructors run at boot on the device; here they must not run within the first measurement.
    private static unsafe void Connect(Assembly assembly, CostMeter meter)
    {
        Type holder = assembly.GetType(MeterReferences.HolderName, throwOnError: true)!;
        holder.GetField(MeterReferences.SlotsName)!.SetValue(null, Pointer.Box(meter.Slots, typeof(long*)));
        holder.GetField(MeterReferences.MeterName)!.SetValue(null, meter);
        foreach (Type type in assembly.GetTypes().Where(type => type.TypeInitializer is not null && !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }

    /// <summary>Resolves the copies to themselves, probes to their second load, and everything else to the one that everybody has.</summary>
    private sealed class Context(IReadOnlyDictionary<string, MemoryStream> copies) : AssemblyLoadContext("instrumented", isCollectible: false)
    {
        private readonly Dictionary<string, Assembly> _loaded = [];

        public Assembly LoadAgain(Assembly original)
        {
            string name = original.GetName().Name!;
            if (!_loaded.TryGetValue(name, out Assembly? assembly))
            {
                assembly = LoadFromAssemblyPath(original.Location);
                _loaded.Add(name, assembly);
            }

            return assembly;
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string name = assemblyName.Name!;
            if (!_loaded.TryGetValue(name, out Assembly? assembly) && copies.TryGetValue(name, out MemoryStream? image))
            {
                assembly = LoadFromStream(image);
                _loaded.Add(name, assembly);
            }

            return assembly;
        }
    }
}
