using System.Reflection;
using TinyEdge.Bundles;
using TinyEdge.CostProfiler;

namespace TinyEdge.Benchmarks.Cost.Probes;

/// <summary>One Montgomery product of 3,072-bit numbers, by the kernel of that name.</summary>
internal sealed class ProductProbe : IInputProbe<int[]>
{
    private const int LimbBits = 28;

    private readonly Action<int[], int[], int[], int, int[]> _multiply;
    private readonly int[] _modulus;
    private readonly int[] _result;

    /// <param name="kernel">Full name of the class.</param>
    public ProductProbe(string kernel, int limbs)
    {
        Type type = typeof(RsaPssVerifier).Assembly.GetType(kernel, throwOnError: true)!;
        _multiply = type.GetMethod("Multiply", BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<Action<int[], int[], int[], int, int[]>>();
        _modulus = [.. Enumerable.Repeat((1 << LimbBits) - 1, limbs)];
        _result = new int[limbs];
    }

    public void Run(int[] input) => _multiply(input, input, _modulus, 1, _result);
}
