using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Tests.Evaluation;

namespace TinyEdge.Tests.Training;

/// <summary>Fails when the front end, the trainer or a recipe changes and the shipped models are not made again.</summary>
public class ReferenceTrainingTests
{
    /// <summary>Seed of the models in models/.</summary>
    private const int ShippedSeed = 1;

    [DataFact]
    public void Build_BaselineRecipe_GivesTheShippedBytes() =>
        Assert.Equal(ShippedModels.Baseline, new ModelBuilder(ReferenceRecipes.Baseline, ShippedSeed).Build(PublicRecordings()).Component);

    /// <summary>Moreover INT8 may lose half a point against float on any line, and no more than that.</summary>
    [DataFact]
    public void Train_ReferenceRecipe_GivesTheShippedBytesAndInt8FollowsFloat()
    {
        TrainingOutcome outcome = ReferenceTraining.Train(ReferenceRecipes.Reference, PublicRecordings(), ShippedSeed);

        Assert.Equal(ShippedModels.Reference, outcome.Model.Component);
        Assert.InRange(outcome.Int8.Summary.BalancedAccuracyRatio!.Value - outcome.Float.BalancedAccuracyRatio!.Value, -0.005, 0.02);
        Assert.InRange(outcome.Int8.Summary.MovingFalseAlarmRatio!.Value - outcome.Float.MovingFalseAlarmRatio!.Value, -0.02, 0.005);
        Assert.All(
            outcome.Int8.Summary.BySpeed.Zip(outcome.Float.BySpeed),
            pair => Assert.InRange(pair.First.BalancedAccuracyRatio!.Value - pair.Second.BalancedAccuracyRatio!.Value, -0.005, 0.02));
    }

    /// <summary>One seed of what the study measures with five: the limits that the recipe is there for, float and INT8 within half a point.</summary>
    [DataFact]
    public void Train_SpeedsRecipe_ReachesItsLimitsInInt8AndFloat()
    {
        TrainingOutcome outcome = ReferenceTraining.Train(ReferenceRecipes.Speeds, PublicRecordings(), ShippedSeed);

        Assert.All([outcome.Float, outcome.Int8.Summary], summary =>
        {
            Assert.All(summary.BySpeed.Zip([0.99, 0.99, 0.95]), pair => Assert.InRange(pair.First.BalancedAccuracyRatio!.Value, pair.Second, 1));
            Assert.InRange(summary.MovingFalseAlarmRatio!.Value, 0, 0.03);
        });
        Assert.Equal(outcome.Float.BalancedAccuracyRatio!.Value, outcome.Int8.Summary.BalancedAccuracyRatio!.Value, 0.005);
        Assert.InRange(outcome.Int8.PoolBytes, 1, 12288);
    }

    private static IReadOnlyList<FanFile> PublicRecordings() => FanVibrationLayout.Load(TestData.PathOf("fan-vibration"));
}
