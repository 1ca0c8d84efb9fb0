using System.Numerics;
using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Inference;

public sealed class RequantizeTests
{
    [Fact]
    public void Apply_EdgesOfEveryShift_EqualsBigInteger()
    {
        int[] accumulators = [int.MinValue, int.MinValue + 1, -3, -2, -1, 0, 1, 2, 3, 1 << 30, int.MaxValue - 1, int.MaxValue];
        int[] mantissas = [0, 1 << 30, (1 << 30) + 1, 0x55555555, int.MaxValue - 1, int.MaxValue];
        for (int shift = Requantize.MinShift; shift <= Requantize.MaxShift; shift++)
        {
            foreach (int mantissa in mantissas)
            {
                foreach (int accumulator in accumulators)
                {
                    BigInteger expected = ReferenceNetwork.Round(accumulator, new QuantizedMultiplier(mantissa, shift));
                    Assert.Equal(expected, Requantize.Apply(accumulator, mantissa, 31 - shift));
                }
            }
        }
    }

    [Fact]
    public void Apply_Ties_RoundTowardsPlusInfinity()
    {
        // One half as a multiplier: 2^30 with n = 31.
        Assert.Equal(2, Requantize.Apply(3, 1 << 30, 31));
        Assert.Equal(-1, Requantize.Apply(-3, 1 << 30, 31));
        Assert.Equal(0, Requantize.Apply(-1, 1 << 30, 31));
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.75, 3 << 29, 0)]
    [InlineData(0.99999999999, 1 << 30, 1)]
    [InlineData(4.656612873077393e-10, 1 << 30, -30)]
    [InlineData(1e-12, 0, 0)]
    [InlineData(1e30, int.MaxValue, 30)]
    public void QuantizedMultiplier_KnownValues_AreTensorFlowLites(double value, int mantissa, int shift)
    {
        Assert.Equal(new QuantizedMultiplier(mantissa, shift), QuantizedMultiplier.From(value));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void QuantizedMultiplier_NoPositiveNumber_IsRefused(double value)
    {
        Assert.Throws<ModelException>(() => QuantizedMultiplier.From(value));
    }

    [Fact]
    public void QuantizedMultiplier_RandomValues_AreWithinHalfAUnitOfTheMantissa()
    {
        Random random = new(3);
        for (int i = 0; i < 10_000; i++)
        {
            double value = Math.Pow(2, (random.NextDouble() * 58) - 30);
            QuantizedMultiplier multiplier = QuantizedMultiplier.From(value);
            Assert.InRange(multiplier.Mantissa, 1 << 30, int.MaxValue);
            double back = Math.ScaleB((double)multiplier.Mantissa, multiplier.Shift - 31);
            Assert.InRange((back / value) - 1, -Math.ScaleB(1, -31), Math.ScaleB(1, -31));
        }
    }
}
