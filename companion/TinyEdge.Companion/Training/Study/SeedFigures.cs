using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;

namespace TinyEdge.Companion.Training.Study;

/// <summary>Everything that is measured with one seed.</summary>
/// <param name="Reference">fan-reference.</param>
/// <param name="Classes">Speed and state by the same network: mean over the seven classes of the share called right.</param>
/// <param name="Still">fan-still, which never saw the moved mounting.</param>
/// <param name="Anomaly">Area under the curve at each speed.</param>
/// <param name="PoolBytes">Pools of fan-reference on the device.</param>
internal sealed record SeedFigures(
    int Seed, StateFigures Reference, FloatAndInt8 Classes, StateFigures Still, IReadOnlyDictionary<FanSpeed, FloatAndInt8> Anomaly, int PoolBytes)
{
    public static SeedFigures Measure(IReadOnlyList<FanFile> files, IReadOnlyList<LabelledRecording> verdict, int seed)
    {
        TrainingOutcome reference = ReferenceTraining.Train(ReferenceRecipes.Reference, files, seed);
        TrainingOutcome still = ReferenceTraining.Train(ReferenceRecipes.StillMounting, files, seed);
        NormalFrames normal = NormalFrames.Train(ReferenceRecipes.NormalFrames, files, seed);
        LabelledRecording[] fixedMounting = [.. verdict.Where(r => !r.Conditions.IsMoving)];
        return new SeedFigures(
            seed, StateFigures.Of(reference), ClassesOf(reference, fixedMounting), StateFigures.Of(still), AreasOf(normal, fixedMounting), reference.Int8.PoolBytes);
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

    private static Dictionary<FanSpeed, FloatAndInt8> AreasOf(NormalFrames normal, IReadOnlyList<LabelledRecording> recordings)
    {
        Dictionary<FanSpeed, FloatAndInt8> areas = [];
        foreach (IGrouping<FanSpeed, LabelledRecording> speed in recordings.Where(r => r.Conditions.Speed != FanSpeed.Off).GroupBy(r => r.Conditions.Speed))
        {
            ILookup<bool, (double Float, double Int8)> scores = speed.ToLookup(r => r.Conditions.State == MachineState.Fault, r => normal.Score(r.Recording));
            areas[speed.Key] = new FloatAndInt8(
                RankStatistic.AreaUnderCurve([.. scores[false].Select(s => s.Float)], [.. scores[true].Select(s => s.Float)]),
                RankStatistic.AreaUnderCurve([.. scores[false].Select(s => s.Int8)], [.. scores[true].Select(s => s.Int8)]));
        }

        return areas;
    }
}
