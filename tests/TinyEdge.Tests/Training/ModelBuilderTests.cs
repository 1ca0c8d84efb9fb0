using TinyEdge.Companion.Evaluation;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;

namespace TinyEdge.Tests.Training;

/// <summary>The whole way from recordings to model bytes, on signals made here.</summary>
public class ModelBuilderTests
{
    private static readonly TrainingRecipe s_recipe = ReferenceRecipes.Baseline with
    {
        Name = "test",
        Trainer = ReferenceRecipes.Baseline.Trainer with { LearningRate = 0.02 },
        Augmentation = new VibrationAugmentation { Copies = 1, GainSpread = 0.1, RotationDeviation = 0.05, LargestNoiseG = 0.002 },
    };

    [Fact]
    public void Build_SeparableMachine_ClassifiesUnseenRecordings()
    {
        IReadOnlyList<FanFile> files = Machine();

        TrainingOutcome outcome = ReferenceTraining.Train(s_recipe, files, seed: 1);

        Assert.InRange(outcome.Int8.Summary.BalancedAccuracyRatio!.Value, 0.95, 1);
        Assert.InRange(outcome.Int8.Summary.OffRatio!.Value, 0.95, 1);
        Assert.InRange(outcome.Int8.Summary.BalancedAccuracyRatio!.Value - outcome.Float.BalancedAccuracyRatio!.Value, -0.02, 0.02);
    }

    [Fact]
    public void Build_SameSeed_GivesTheSameBytes()
    {
        byte[] first = new ModelBuilder(s_recipe, seed: 7).Build(Machine()).Component;
        byte[] second = new ModelBuilder(s_recipe, seed: 7).Build(Machine()).Component;
        byte[] other = new ModelBuilder(s_recipe, seed: 8).Build(Machine()).Component;

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    /// <summary>What is judged on must not leak into the model: other verdict recordings, the same bytes.</summary>
    [Fact]
    public void Build_OtherVerdictPart_GivesTheSameBytes()
    {
        FanFile[] files = [.. Machine()];
        FanFile[] changed = [.. files.Select(f => f with
        {
            Recordings = [.. FanSplit.Training(f), .. FanSplit.Verdict(f).Select(r => new Recording(r.Name, r.SampleRateHz, r.Axes, [.. r.Values.Select(v => -3 * v)]))],
        })];

        Assert.Equal(new ModelBuilder(s_recipe, seed: 2).Build(files).Component, new ModelBuilder(s_recipe, seed: 2).Build(changed).Component);
    }

    [Fact]
    public void Run_OnFiles_WritesModelAndCardThatAgree()
    {
        string folder = Directory.CreateTempSubdirectory("tinyedge-test-").FullName;
        try
        {
            string data = Path.Combine(folder, "data");
            Write(WholeMachine(), data);
            StringWriter log = new();

            IReadOnlyList<TrainingOutcome> outcomes = ReferenceTraining.Run(data, Path.Combine(folder, "models"), seed: 1, log, seeds: 1);

            Assert.Equal(["fan-reference", "fan-baseline"], outcomes.Select(o => o.Recipe.Name));
            byte[] model = File.ReadAllBytes(Path.Combine(folder, "models", "fan-reference", ReferenceTraining.ModelFileName));
            string card = File.ReadAllText(Path.Combine(folder, "models", "fan-reference", ReferenceTraining.CardFileName));
            Assert.Equal(outcomes[0].Model.Component, model);
            Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(model)), card);
            Assert.DoesNotContain(folder, card);
            Assert.Contains("fan-reference seed 1", log.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same network as seven classes and as three: the three are the sums of the seven, nothing is rounded twice.</summary>
    [Fact]
    public void ComponentThatAnswers_SpeedsSummed_AddsUpTheProbabilitiesOfEachState()
    {
        TrainingRecipe recipe = s_recipe with { Learns = FanTarget.SpeedAndState, SelectsEpochs = false, Calibration = new MissCalibration([FanSpeed.High], 0.1) };
        FanFile[] files = WholeMachine();
        TrainedModel model = new ModelBuilder(recipe, seed: 3).Build(files);
        ModelPipeline states = new(model.Component);
        ModelPipeline speeds = new(model.ComponentThatAnswers(FanTarget.SpeedAndState));

        Assert.Equal(["healthy", "fault", "off"], states.Labels);
        Assert.Equal(FanClasses.Labels(FanTarget.SpeedAndState), speeds.Labels);
        foreach (FanFile file in files)
        {
            short[] counts = file.Recordings[^1].ToCounts(4096);
            sbyte[] seven = speeds.Classify(counts)!;
            int[] sums = new int[3];
            for (int k = 0; k < seven.Length; k++)
            {
                sums[(int)FanClasses.StateOf(FanTarget.SpeedAndState, k)] += seven[k] + 128;
            }

            Assert.Equal(sums.Select(sum => Math.Min(sum - 128, 127)), states.Classify(counts)!.Select(score => (int)score));
        }

        Assert.Throws<TrainingException>(() => new ModelBuilder(s_recipe, seed: 3).Build(Machine()).ComponentThatAnswers(FanTarget.SpeedAndState));
    }

    // Healthy: a line at 25 Hz. Fault: a line at 33 Hz as well. Off: noise.
    private static FanFile[] Machine() =>
    [
        OneFile("fan_0_low_0_weight", FanSpeed.Low, MachineState.Healthy, 1),
        OneFile("fan_0_low_1_weight", FanSpeed.Low, MachineState.Fault, 2),
        OneFile("fan_0_off_0_weight", FanSpeed.Off, MachineState.Off, 3),
    ];

    private static FanFile[] WholeMachine() =>
    [
        .. Machine(),
        OneFile("fan_0_med_0_weight", FanSpeed.Medium, MachineState.Healthy, 4, 2),
        OneFile("fan_0_med_1_weight", FanSpeed.Medium, MachineState.Fault, 5, 2),
        OneFile("fan_0_high_0_weight", FanSpeed.High, MachineState.Healthy, 6, 4),
        OneFile("fan_0_high_1_weight", FanSpeed.High, MachineState.Fault, 7, 4),
    ];

    private static FanFile OneFile(string name, FanSpeed speed, MachineState state, ulong seed, double gain = 1)
    {
        TrainingRandom random = new(seed);
        return new FanFile(name, new FanConditions(speed, state, false), [.. Enumerable.Range(0, 50).Select(i => new Recording($"{name}#{i}", 200, 3, Signal(state, random, gain)))]);
    }

    private static float[] Signal(MachineState state, TrainingRandom random, double gain)
    {
        double phase = 2 * Math.PI * random.NextUnit();
        float[] values = new float[600];
        for (int i = 0; i < values.Length; i++)
        {
            double seconds = i / 3 / 200.0;
            double turning = state == MachineState.Off ? 0 : 0.02 * Math.Sin((2 * Math.PI * 25 * seconds) + phase);
            double knocking = state == MachineState.Fault ? 0.01 * Math.Sin((2 * Math.PI * 33 * seconds) + phase) : 0;
            values[i] = (float)((gain * (turning + knocking)) + (0.002 * random.NextNormal()) + (i % 3 == 2 ? 1 : 0));
        }

        return values;
    }

    private static void Write(FanFile[] files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (FanFile file in files)
        {
            IEnumerable<string> lines = file.Recordings.SelectMany((recording, number) => recording.Values.Chunk(3).Select(v => FormattableString.Invariant($"{number},{v[0]},{v[1]},{v[2]}")));
            File.WriteAllLines(Path.Combine(folder, file.Name + ".csv"), ["recording,x_g,y_g,z_g", .. lines]);
        }
    }
}
