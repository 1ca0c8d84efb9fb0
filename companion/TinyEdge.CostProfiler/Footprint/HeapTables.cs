namespace TinyEdge.CostProfiler.Footprint;

/// <summary>
/// Managed heap that a loaded assembly takes before any object is made: one structure, a word for each resolved reference, eight bytes a
/// type, two a field, three a method (with source-level debugging, as the published images have it), a cell for each static field.
/// </summary>
internal static class HeapTables
{
    private const int AssemblyBytes = 144;
    private const int CellBytes = 12;

    public static int Bytes(int references, int types, int fields, int methods, int staticFields)
    {
        int bytes = AssemblyBytes + (4 * references) + (8 * types) + (2 * fields) + (3 * methods) + (CellBytes * staticFields);
        return (bytes + CellBytes - 1) / CellBytes * CellBytes;
    }
}
