using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Evaluation;

namespace TinyEdge.Tests.Training;

public class ReferenceTrainingTests
{
    /// <summary>Seed of the models in models/.</summary>
    private const int ShippedSeed = 1;

    /// <summary>Fails when the front end, the trainer or a recipe changes and the shipped models are not made again.</summary>
    [DataFact]
    public void Train_OnThePublicRecordings_GivesTheShippedBytes()
    {
        IReadOnlyList<FanFile> files = FanVibrationLayout.Load(TestData.PathOf("fan-vibration"));

        Assert.Equal(ShippedModels.Baseline, new ModelBuilder(ReferenceRecipes.Baseline, ShippedSeed).Build(files).Component);
        Assert.Equal(ShippedModels.Reference, new ModelBuilder(ReferenceRecipes.Reference, ShippedSeed).Build(files).Component);
    }

    /// <summary>INT8 may lose half a point against float on any line, and no more than that.</summary>
    [DataFact]
    public void Train_OnThePublicRecordings_Int8FollowsFloat()
    {
        TrainingOutcome outcome = ReferenceTraining.Train(ReferenceRecipes.Reference, FanVibrationLayout.Load(TestData.PathOf("fan-vibration")), ShippedSeed);

        Assert.InRange(outcome.Int8.Summary.BalancedAccuracyRatio!.Value - outcome.Float.BalancedAccuracyRatio!.Value, -0.005, 0.02);
        Assert.InRange(outcome.Int8.Summary.MovingFalseAlarmRatio!.Value - outcome.Float.MovingFalseAlarmRatio!.Value, -0.02, 0.01);
        Assert.All(
            outcome.Int8.Summary.BySpeed.Zip(outcome.Float.BySpeed),
            pair => Assert.InRange(pair.First.BalancedAccuracyRatio!.Value - pair.Second.BalancedAccuracyRatio!.Value, -0.005, 0.02));
    }
}
