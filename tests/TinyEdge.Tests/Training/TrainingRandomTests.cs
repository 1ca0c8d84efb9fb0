using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

public class TrainingRandomTests
{
    [Fact]
    public void NextUnitAndNormal_ManyDraws_HaveTheRightMoments()
    {
        TrainingRandom random = new(1);
        double[] units = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextUnit())];
        double[] normals = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];

        // Standard errors are 0.0009 and 0.0032: five of them.
        Assert.InRange(units.Average(), 0.4955, 0.5045);
        Assert.All(units, u => Assert.InRange(u, 0, 0.9999999999999999));
        Assert.InRange(normals.Average(), -0.016, 0.016);
        Assert.InRange(normals.Average(n => n * n), 0.97, 1.03);
    }

    [Fact]
    public void Shuffle_Items_KeepsThemAll()
    {
        int[] items = [.. Enumerable.Range(0, 100)];

        new TrainingRandom(3).Shuffle(items);

        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ulong.MaxValue)]
    public void NextIndex_AnySeed_StaysBelowTheLimit(ulong seed)
    {
        TrainingRandom random = new(seed);
        int[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => random.NextIndex(7))];

        Assert.Equal(Enumerable.Range(0, 7), drawn.Distinct().Order());
    }
}
