using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>Reads assemblies, cuts their methods into blocks and writes instrumented copies into memory.</summary>
internal sealed class ImageBuilder : IDisposable
{
    private readonly List<BlockInfo> _blocks = [];
    private readonly List<MethodInfo> _methods = [];
    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly HashSet<string> _names;
    private readonly Func<string, bool> _isWatched;
    private readonly BlockCosting _costing;

    /// <param name="paths">Assemblies that become one image: calls between them are counted on both sides.</param>
    /// <param name="isWatched">Full names of methods whose entry and exit are to be told.</param>
    public ImageBuilder(IReadOnlyList<string> paths, Func<string, bool> isWatched)
    {
        _isWatched = isWatched;
        _names = [.. paths.Select(path => Path.GetFileNameWithoutExtension(path))];
        _costing = new BlockCosting(IsInstrumented);
        foreach (string folder in paths.Select(path => Path.GetDirectoryName(Path.GetFullPath(path))!).Append(Path.GetDirectoryName(typeof(object).Assembly.Location)!).Distinct())
        {
            _resolver.AddSearchDirectory(folder);
        }
    }

    public IReadOnlyList<BlockInfo> Blocks => _blocks;

    public IReadOnlyList<MethodInfo> Methods => _methods;

    public void Dispose() => _resolver.Dispose();

    /// <summary>Instruments one assembly.</summary>
    public MemoryStream Build(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = _resolver, InMemory = true });
        MeterReferences meter = new(assembly.MainModule);
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods.Where(method => method.HasBody))
            {
                Instrument(method, meter);
            }
        }

        MemoryStream stream = new();
        assembly.Write(stream);
        stream.Position = 0;
        return stream;
    }

    private void Instrument(MethodDefinition method, MeterReferences meter)
    {
        MethodBody body = method.Body;
        int index = _methods.Count;
        string name = $"{method.DeclaringType.FullName}.{method.Name}";
        int frameBytes = StackFrameLayout.FrameBytes(body);
        _methods.Add(new MethodInfo(name, frameBytes));
        HashSet<Instruction> leaders = BasicBlocks.Leaders(body);
        Dictionary<Instruction, int> counters = AddBlocks(index, body, leaders);

        // Costs are those of the short forms that the compiler chose; from here on branches may grow.
        body.SimplifyMacros();
        new MethodRewriter(body, meter, _costing, frameBytes, _isWatched(name) ? index : -1).Rewrite(leaders, leader => counters[leader]);
        body.OptimizeMacros();
    }

    private Dictionary<Instruction, int> AddBlocks(int method, MethodBody body, HashSet<Instruction> leaders)
    {
        Dictionary<Instruction, int> counters = [];
        List<Instruction> block = [];
        foreach (Instruction instruction in body.Instructions)
        {
            if (leaders.Contains(instruction))
            {
                Close(method, block);
                counters.Add(instruction, CostMeter.FirstBlockSlot + _blocks.Count);
            }

            block.Add(instruction);
        }

        Close(method, block);
        return counters;
    }

    private void Close(int method, List<Instruction> block)
    {
        if (block.Count > 0)
        {
            _blocks.Add(_costing.Cost(method, block));
            block.Clear();
        }
    }

    private bool IsInstrumented(MethodReference method) =>
        method.DeclaringType.Scope is AssemblyNameReference reference
            ? _names.Contains(reference.Name)
            : method.DeclaringType.Scope is ModuleDefinition && method.DeclaringType is not ArrayType;
}
