using TinyEdge.Bundles;
using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.FrontEnd;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Runtime.Inference;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Tests.Evaluation;

public class ModelPipelineTests
{
    /// <summary>Rings, bursts and calibration must not change a bit: the same windows straight from the front end and the engine.</summary>
    [Fact]
    public void Classify_StreamedInBursts_EqualsWholeWindowsWithoutRings()
    {
        byte[] model = ShippedModels.Reference;
        ModelPipeline pipeline = new(model);
        ByteArraySource source = new(model);
        ModelReader reader = new();
        Assert.Equal(ResultCode.Ok, reader.TryOpen(source, 0, model.Length));
        FixedFrontEnd frontEnd = new(model.AsSpan(reader.PositionOf(SectionType.FrontEnd), reader.LengthOf(SectionType.FrontEnd)).ToArray());
        Network network = new();
        Assert.Equal(ResultCode.Ok, network.TryPrepare(source, reader.PositionOf(SectionType.Network), reader.LengthOf(SectionType.Network), new StaticPool(1 << 20)));

        foreach (short[] signal in GoldenWindows.Choose(pipeline, 20, seed: 3))
        {
            sbyte[] features = [.. frontEnd.Features(signal).SelectMany(f => f)];
            features.CopyTo(network.Arena, network.InputOffset);
            network.Invoke();

            Assert.Equal(network.Arena.AsSpan(network.OutputOffset, network.OutputLength).ToArray(), pipeline.Classify(signal));
        }
    }

    [Fact]
    public void Classify_Twice_AnswersAlikeBecauseItStartsEmpty()
    {
        ModelPipeline pipeline = new(ShippedModels.Reference);
        IReadOnlyList<short[]> signals = GoldenWindows.Choose(pipeline, 6, seed: 1);

        sbyte[]?[] first = [.. signals.Select(s => pipeline.Classify(s))];
        sbyte[]?[] again = [.. signals.Reverse().Select(s => pipeline.Classify(s)).Reverse()];

        Assert.Equal(first, again);
    }

    [Fact]
    public void Classify_OneSampleTooShort_GivesNull()
    {
        ModelPipeline pipeline = new(ShippedModels.Reference);

        Assert.Null(pipeline.Classify(new short[3 * (pipeline.SamplesToFirstInference - 1)]));
        Assert.NotNull(pipeline.Classify(new short[3 * pipeline.SamplesToFirstInference]));
    }

    [Fact]
    public void Run_ShortAndLoudRecordings_AreCountedNotHidden()
    {
        Evaluator evaluator = new(new ModelPipeline(ShippedModels.Reference));
        FanConditions conditions = new(FanSpeed.Low, MachineState.Healthy, false);

        EvaluationReport report = evaluator.Run(
            [new(new Recording("short", 200, 3, new float[30]), conditions), new(new Recording("loud", 200, 3, [.. Enumerable.Repeat(9f, 600)]), conditions)]);

        Assert.Equal(2, report.Recordings);
        Assert.Equal(1, report.SkippedRecordings);
        Assert.Equal(600, report.SaturatedValues);
    }

    [Theory]
    [InlineData(100, 3)]
    [InlineData(200, 1)]
    public void Run_OtherRateOrAxes_NamesTheDifference(int rate, int axes)
    {
        Evaluator evaluator = new(new ModelPipeline(ShippedModels.Reference));
        LabelledRecording recording = new(new Recording("r", rate, axes, new float[600]), new FanConditions(FanSpeed.Low, MachineState.Healthy, false));

        Assert.Contains($"{axes} axes at {rate} Hz", Assert.Throws<RecordingException>(() => evaluator.Run([recording])).Why);
    }
}
