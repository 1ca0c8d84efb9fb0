using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class VectorMathTests
{
    /// <summary>Whole numbers below 2^24 add exactly in float, whatever the order: any difference is an error.</summary>
    [Fact]
    public void DotAndAddScaled_EveryLength_EqualPlainLoops()
    {
        for (int length = 0; length < 40; length++)
        {
            float[] a = [.. Enumerable.Range(0, length).Select(i => (float)((i * 7 % 23) - 11))];
            float[] b = [.. Enumerable.Range(0, length).Select(i => (float)((i * 5 % 19) - 9))];
            float[] sum = [.. a];

            VectorMath.AddScaled(sum, b, 3);

            Assert.Equal(a.Zip(b, (x, y) => x * y).Sum(), VectorMath.Dot(a, b));
            Assert.Equal(a.Zip(b, (x, y) => x + (3 * y)), sum);
        }
    }
}
