namespace TinyEdge.CostProfiler.Footprint;

/// <summary>What one assembly takes on the device. Instructions are counted; what the device's own file format makes of the rest is estimated.</summary>
/// <param name="IlBytes">Instructions and tables of try blocks, in the encoding of the device.</param>
/// <param name="StringBytes">Names and literals, each once. Estimated.</param>
/// <param name="StaticDataBytes">Initial contents of arrays, as compiled in; exact.</param>
/// <param name="MetadataBytes">Everything else: header, tables of types, members and references, signatures. Estimated.</param>
/// <param name="HeapBytes">Managed heap of the loaded assembly before any object: its own tables and its static fields. Estimated.</param>
public sealed record AssemblyFootprint(
    string Name,
    int Types,
    int Methods,
    int Fields,
    int IlBytes,
    int StringBytes,
    int StaticDataBytes,
    int MetadataBytes,
    int HeapBytes)
{
    /// <summary>Size of the assembly as the device holds it in flash. Estimated.</summary>
    public int FileBytes => IlBytes + StringBytes + StaticDataBytes + MetadataBytes;
}
