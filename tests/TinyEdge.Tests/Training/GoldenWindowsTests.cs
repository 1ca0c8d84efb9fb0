using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Evaluation;

namespace TinyEdge.Tests.Training;

public class GoldenWindowsTests
{
    [Fact]
    public void Choose_ForEitherModel_ReachesEveryClassAndTheUndecided()
    {
        foreach (byte[] model in new[] { ShippedModels.Reference, ShippedModels.Baseline })
        {
            ModelPipeline pipeline = new(model);
            sbyte[][] scores = [.. GoldenWindows.Choose(pipeline, 12, seed: 1).Select(s => pipeline.Classify(s)!)];

            Assert.Equal(12, scores.Length);
            Assert.Equal([0, 1, 2], scores.Select(s => ModelPipeline.ClassOf(s)).Distinct().Order());
            Assert.Contains(scores, s => s.Max() < 64);
        }
    }

    [Fact]
    public void Choose_SameSeed_GivesTheSameSignals()
    {
        ModelPipeline pipeline = new(ShippedModels.Reference);

        Assert.Equal(GoldenWindows.Choose(pipeline, 8, seed: 5), GoldenWindows.Choose(pipeline, 8, seed: 5));
        Assert.NotEqual(GoldenWindows.Choose(pipeline, 8, seed: 5), GoldenWindows.Choose(pipeline, 8, seed: 6));
    }

    [Fact]
    public void Choose_MoreThanThereAre_GivesAllOfThemOnce()
    {
        IReadOnlyList<short[]> signals = GoldenWindows.Choose(new ModelPipeline(ShippedModels.Reference), int.MaxValue, seed: 1);

        Assert.Equal(GoldenWindows.MostSignals, signals.Count);
        Assert.Equal(signals.Count, signals.Distinct().Count());
        Assert.All(signals, s => Assert.Equal(600, s.Length));
    }
}
