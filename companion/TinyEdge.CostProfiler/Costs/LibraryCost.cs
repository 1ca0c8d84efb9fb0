using Mono.Cecil;

namespace TinyEdge.CostProfiler.Costs;

/// <summary>
/// What a call of the device's class library costs beside the call instruction. Most of what device code calls is C++ inside the
/// interpreter and executes no IL; what the device's mscorlib has in IL is listed with what it executes.
/// </summary>
/// <param name="Instructions">IL instructions that the callee executes.</param>
/// <param name="Units">All units, those of the call instruction included.</param>
/// <param name="HeapBytes">What the callee leaves on the heap, device layout; 0 where it allocates nothing.</param>
public readonly record struct LibraryCost(int Instructions, int Units, int HeapBytes)
{
    private const int StringBytes = 36;

    public static LibraryCost Of(MethodReference method)
    {
        string type = method.DeclaringType.FullName;
        return (type, method.Name) switch
        {
            // The device's Object has an empty constructor in IL: its return.
            ("System.Object", ".ctor") => new(1, OpcodeCosts.Of(Mono.Cecil.Cil.Code.Call) + OpcodeCosts.Of(Mono.Cecil.Cil.Code.Ret), 0),
            ("System.Array", "Copy") => new(0, OpcodeCosts.ArrayCopy, 0),
            ("System.Threading.Monitor", _) => new(0, 42 * OpcodeCosts.Assignment / 2, 0),
            ("System.String", "Concat" or "Substring" or "ToUpper" or "ToLower" or "Trim") => new(0, OpcodeCosts.NativeCall, StringBytes),
            (_, "ToString") => new(0, OpcodeCosts.NativeCall, StringBytes),
            _ => new(0, OpcodeCosts.NativeCall, 0),
        };
    }
}
