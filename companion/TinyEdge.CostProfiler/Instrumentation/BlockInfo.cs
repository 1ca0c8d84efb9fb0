namespace TinyEdge.CostProfiler.Instrumentation;

/// <summary>A basic block of an instrumented method and what one execution of it costs.</summary>
/// <param name="Method">Index into <see cref="InstrumentedImage.Methods"/>.</param>
/// <param name="Offset">Where it starts in the original method, bytes.</param>
/// <param name="Instructions">IL instructions, prefixes included, as the interpreter fetches them.</param>
/// <param name="Units">ARM-instruction units, see <see cref="Costs.OpcodeCosts"/>.</param>
/// <param name="LibraryCalls">Calls of methods outside the instrumented assemblies.</param>
/// <param name="Objects">Heap objects allocated, arrays left out.</param>
/// <param name="ObjectBytes">Their bytes, device layout.</param>
public sealed record BlockInfo(int Method, int Offset, int Instructions, int Units, int LibraryCalls, int Objects, int ObjectBytes)
{
    /// <summary>The instructions by opcode, for histograms.</summary>
    public required IReadOnlyList<Mono.Cecil.Cil.Code> Opcodes { get; init; }
}
