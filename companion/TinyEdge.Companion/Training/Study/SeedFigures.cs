using TinyEdge.Companion.DataSets;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training.Anomaly;

namespace TinyEdge.Companion.Training.Study;

/// <summary>Everything that is measured with one seed.</summary>
/// <param name="Speeds">fan-speeds.</param>
/// <param name="Classes">Speed and state by the same network: mean over the seven classes of the share called right.</param>
/// <param name="Still">fan-still, which never saw the moved mounting.</param>
/// <param name="Anomaly">Area under the curve at each speed.</param>
/// <param name="PoolBytes">Pools of fan-speeds on the device.</param>
internal sealed record SeedFigures(
    int Seed, StateFigures Speeds, FloatAndInt8 Classes, StateFigures Still, IReadOnlyDictionary<FanSpeed, FloatAndInt8> Anomaly, int PoolBytes)
{
    private static readonly FanSpeed[] s_turning = [FanSpeed.Low, FanSpeed.Medium, FanSpeed.High];

    public static SeedFigures Measure(IReadOnlyList<FanFile> files, DataSplit split, IReadOnlyList<LabelledRecording> verdict, int seed)
    {
        TrainingOutcome speeds = ReferenceTraining.Train(ReferenceRecipes.Speeds, files, seed);
        TrainingOutcome still = ReferenceTraining.Train(ReferenceRecipes.StillMounting, files, seed);
        AnomalyOutcome normal = new AnomalyRun(ReferenceRecipes.Normal, split, seed).Run();
        LabelledRecording[] fixedMounting = [.. verdict.Where(r => !r.Conditions.IsMoving)];
        return new SeedFigures(
            seed, StateFigures.Of(speeds), ClassesOf(speeds, fixedMounting), StateFigures.Of(still), AreasOf(normal), speeds.Int8.PoolBytes);
    }

    private static FloatAndInt8 ClassesOf(TrainingOutcome outcome, IReadOnlyList<LabelledRecording> recordings)
    {
        TrainedModel model = outcome.Model;
        ModelPipeline pipeline = new(model.ComponentThatAnswers(model.Learnt));
        return new FloatAndInt8(ShareRight(Float), ShareRight(Int8));

        int Float(short[] counts)
        {
            float[] probabilities = model.Network.Predict(model.Features.Of(counts));
            return Array.IndexOf(probabilities, probabilities.Max());
        }

        int Int8(short[] counts) => pipeline.Classify(counts) is { } scores ? ModelPipeline.ClassOf(scores) : -1;

        double ShareRight(Func<short[], int> classify) => recordings
            .GroupBy(r => FanClasses.IndexOf(model.Learnt, r.Conditions))
            .Average(g => g.Average(r => classify(r.Recording.ToCounts(pipeline.Config.FixedPointScale)) == g.Key ? 1.0 : 0));
    }

    private static Dictionary<FanSpeed, FloatAndInt8> AreasOf(AnomalyOutcome outcome)
    {
        Dictionary<FanSpeed, FloatAndInt8> areas = [];
        foreach (AnomalyStratum stratum in outcome.Strata.Where(s => s.Label == FanClasses.Labels(FanTarget.State)[(int)MachineState.Fault]))
        {
            FanSpeed speed = s_turning.Single(s => stratum.Stratum.Contains($"speed={s}", StringComparison.OrdinalIgnoreCase));
            areas[speed] = new FloatAndInt8(stratum.FloatAuc ?? 0, stratum.Auc ?? 0);
        }

        return areas;
    }
}
