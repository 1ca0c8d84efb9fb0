using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class VibrationAugmentationTests
{
    private static readonly float[] s_signal = [0.1f, 0.2f, 0.9f, -0.5f, 0.3f, 1.1f];

    [Fact]
    public void Apply_NothingAsked_ChangesNothing() => Assert.Equal(s_signal, new VibrationAugmentation().Apply(s_signal, new TrainingRandom(1)));

    [Fact]
    public void Apply_RotationOnly_KeepsLengthsAndAngles()
    {
        float[] turned = new VibrationAugmentation { RotationDeviation = 0.8 }.Apply(s_signal, new TrainingRandom(1));

        Assert.NotEqual(s_signal, turned);
        Assert.Equal(Product(s_signal, 0, 0), Product(turned, 0, 0), 5);
        Assert.Equal(Product(s_signal, 3, 3), Product(turned, 3, 3), 5);
        Assert.Equal(Product(s_signal, 0, 3), Product(turned, 0, 3), 5);
    }

    [Fact]
    public void Apply_GainOnly_ScalesAllAxesAlikeWithinTheSpread()
    {
        float[] scaled = new VibrationAugmentation { GainSpread = 0.2 }.Apply(s_signal, new TrainingRandom(7));
        float gain = scaled[0] / s_signal[0];

        Assert.InRange(gain, 0.8f, 1.2f);
        Assert.All(Enumerable.Range(0, s_signal.Length), i => Assert.Equal(s_signal[i] * gain, scaled[i], 4));
    }

    [Fact]
    public void Apply_AxisGain_ScalesEachAxisByItselfWithinTheOctaves()
    {
        float[] scaled = new VibrationAugmentation { AxisGainOctaves = 1.5 }.Apply(s_signal, new TrainingRandom(7));
        float[] gains = [scaled[0] / s_signal[0], scaled[1] / s_signal[1], scaled[2] / s_signal[2]];

        Assert.Equal(3, gains.Distinct().Count());
        Assert.All(gains, gain => Assert.InRange(Math.Log2(gain), -1.5, 1.5));
        Assert.All(Enumerable.Range(0, s_signal.Length), i => Assert.Equal(s_signal[i] * gains[i % 3], scaled[i], 4));
    }

    [Fact]
    public void Apply_Noise_StaysWithinSixDeviationsOfTheLargest()
    {
        float[] noisy = new VibrationAugmentation { LargestNoiseG = 0.02 }.Apply(new float[3000], new TrainingRandom(7));

        Assert.All(noisy, v => Assert.InRange(v, -0.12f, 0.12f));
        Assert.Contains(noisy, v => v != 0);
    }

    private static double Product(float[] v, int i, int j) => (v[i] * v[j]) + (v[i + 1] * v[j + 1]) + (v[i + 2] * v[j + 2]);
}
