using System.Runtime.Intrinsics;

namespace TinyEdge.Companion.Training;

/// <summary>
/// The two loops that training spends its time in. Always eight lanes, whatever the processor has, summed in a fixed order and
/// without fused multiply-add, so that the same seed gives the same model on every machine.
/// </summary>
internal static class VectorMath
{
    private const int Lanes = 8;

    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
        {
            sum += Vector256.Create(a.Slice(i, Lanes)) * Vector256.Create(b.Slice(i, Lanes));
        }

        float total = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            total += sum.GetElement(lane);
        }

        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        Vector256<float> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= target.Length - Lanes; i += Lanes)
        {
            (Vector256.Create((ReadOnlySpan<float>)target.Slice(i, Lanes)) + (factors * Vector256.Create(source.Slice(i, Lanes)))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
