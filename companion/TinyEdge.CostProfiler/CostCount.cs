using Mono.Cecil.Cil;
using TinyEdge.CostProfiler.Instrumentation;

namespace TinyEdge.CostProfiler;

/// <summary>What instrumented code did during one measurement. Everything is exact but units, which weigh opcodes, and stack, an upper bound.</summary>
public sealed class CostCount
{
    private readonly InstrumentedImage _image;
    private readonly long[] _counts;

    internal CostCount(InstrumentedImage image, long[] counts, long arrays, long arrayBytes, int maxStackBytes, int maxCallDepth)
    {
        _image = image;
        _counts = counts;
        MaxStackBytes = maxStackBytes;
        MaxCallDepth = maxCallDepth;
        (Instructions, Units) = image.Dot(counts);
        Allocations = arrays + Sum(block => block.Objects);
        AllocatedBytes = arrayBytes + Sum(block => block.ObjectBytes);
        LibraryCalls = Sum(block => block.LibraryCalls);
    }

    /// <summary>IL instructions as the interpreter fetches them.</summary>
    public long Instructions { get; }

    /// <summary>ARM-instruction units: instructions weighted by opcode, class library included.</summary>
    public long Units { get; }

    /// <summary>Heap objects and arrays.</summary>
    public long Allocations { get; }

    /// <summary>Their bytes, device layout.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Calls of the class library.</summary>
    public long LibraryCalls { get; }

    /// <summary>Managed stack above the caller of the measured code, bytes on the device.</summary>
    public int MaxStackBytes { get; }

    public int MaxCallDepth { get; }

    /// <summary>Instructions of each method's own code, without those that it calls, dearest first.</summary>
    public IReadOnlyList<MethodCost> ByMethod()
    {
        Dictionary<int, MethodCost> methods = [];
        foreach ((BlockInfo block, long count) in Executed())
        {
            MethodCost before = methods.GetValueOrDefault(block.Method) ?? new MethodCost(_image.Methods[block.Method].Name, 0, 0, 0);
            methods[block.Method] = before with
            {
                Calls = before.Calls + (block.Offset == 0 ? count : 0),
                Instructions = before.Instructions + (count * block.Instructions),
                Units = before.Units + (count * block.Units),
            };
        }

        return [.. methods.Values.OrderByDescending(method => method.Instructions)];
    }

    /// <summary>Executions of each opcode, most first.</summary>
    public IReadOnlyList<(string Opcode, long Executions)> ByOpcode()
    {
        Dictionary<Code, long> opcodes = [];
        foreach ((BlockInfo block, long count) in Executed())
        {
            foreach (Code code in block.Opcodes)
            {
                opcodes[code] = opcodes.GetValueOrDefault(code) + count;
            }
        }

        return [.. opcodes.OrderByDescending(pair => pair.Value).Select(pair => (pair.Key.ToString().ToLowerInvariant().Replace('_', '.'), pair.Value))];
    }

    /// <summary>
    /// Instructions of the stretches of one method that begin with one opcode and end before another, in the order of the code:
    /// a part of a method that is no method of its own.
    /// </summary>
    /// <param name="method">Full name: namespace, type, method.</param>
    /// <param name="first">Opcode that a stretch begins with.</param>
    /// <param name="end">Opcode that ends it and does not belong to it.</param>
    public long InstructionsBetween(string method, Code first, Code end)
    {
        long sum = 0;
        bool isInside = false;
        foreach ((BlockInfo block, int i) in _image.Blocks.Select((block, i) => (block, i)).Where(pair => _image.Methods[pair.block.Method].Name == method).OrderBy(pair => pair.block.Offset))
        {
            int inside = 0;
            foreach (Code code in block.Opcodes)
            {
                isInside = isInside ? code != end : code == first;
                inside += isInside ? 1 : 0;
            }

            sum += inside * _counts[i];
        }

        return sum;
    }

    private long Sum(Func<BlockInfo, int> of) => Executed().Sum(pair => of(pair.Block) * pair.Count);

    private IEnumerable<(BlockInfo Block, long Count)> Executed()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return (_image.Blocks[i], _counts[i]);
            }
        }
    }
}

/// <summary>What one method's own code did.</summary>
/// <param name="Calls">How often its first instruction ran: how often it was called, unless a loop goes back to there.</param>
public sealed record MethodCost(string Method, long Calls, long Instructions, long Units);
