using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class AdamTests
{
    /// <summary>The first step of Adam is the learning rate against the sign of the slope, whatever its size (Kingma and Ba 2015, section 2.1).</summary>
    [Theory]
    [InlineData(1e-3f)]
    [InlineData(5f)]
    [InlineData(-700f)]
    public void Step_First_MovesByTheLearningRate(float gradient)
    {
        float[] parameters = [2];
        Adam adam = new(parameters, decays: false);
        adam.Gradient[0] = gradient;

        adam.Step(0.01, weightDecay: 0.5);

        Assert.Equal(2 - (Math.Sign(gradient) * 0.01), parameters[0], 5);
        Assert.Equal(0, adam.Gradient[0]);
    }

    /// <summary>Every length, so that vectors of any width and what is left over are both there: the same bits as one element after the other.</summary>
    [Fact]
    public void Step_ManySteps_EqualsThePaperElementByElementBitForBit()
    {
        TrainingRandom random = new(1);
        for (int length = 1; length < 70; length += 3)
        {
            float[] parameters = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
            float[] expected = [.. parameters];
            float[] mean = new float[length];
            float[] square = new float[length];
            Adam adam = new(parameters, decays: true);
            for (int step = 1; step <= 5; step++)
            {
                for (int i = 0; i < length; i++)
                {
                    float g = adam.Gradient[i] = (float)random.NextNormal();
                    mean[i] = (0.9f * mean[i]) + ((1 - 0.9f) * g);
                    square[i] = (0.999f * square[i]) + ((1 - 0.999f) * g * g);
                    float rate = (float)(0.01 / (1 - Power(0.9f, step)));
                    float correction = (float)(1 / (1 - Power(0.999f, step)));
                    expected[i] = (expected[i] * (float)(1 - (0.01 * 0.1))) - (rate * mean[i] / (MathF.Sqrt(square[i] * correction) + 1e-8f));
                }

                adam.Step(0.01, weightDecay: 0.1);
            }

            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), parameters.Select(BitConverter.SingleToInt32Bits));
        }
    }

    /// <summary>Decay is decoupled (Loshchilov and Hutter 2019): without a slope the parameters shrink by rate * decay.</summary>
    [Fact]
    public void Step_NoSlope_ShrinksByRateTimesDecay()
    {
        float[] parameters = [10];

        new Adam(parameters, decays: true).Step(0.1, weightDecay: 0.2);

        Assert.Equal(9.8f, parameters[0], 5);
    }

    private static double Power(float value, int exponent)
    {
        double power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power *= value;
        }

        return power;
    }
}
