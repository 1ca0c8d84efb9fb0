using TinyEdge.Companion.Evaluation;
using TinyEdge.VirtualDevice.Vibration;
using MachineState = TinyEdge.VirtualDevice.Vibration.MachineState;

namespace TinyEdge.Tests.Evaluation;

/// <summary>
/// The shipped models on the simulated fan, which they were not trained on: the demo shows a live classification, and it must come from
/// the models, not from luck.
/// </summary>
public class SimulatorTests
{
    private const int Seeds = 10;
    private const int SecondsEach = 4;

    /// <summary>Counts per g of the simulated sensors: the ADXL345 in full resolution, the MPU-6050 at 8 g.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(4096)]
    public void Reference_OnTheSimulatedFan_TellsItsStates(int countsPerG)
    {
        ModelPipeline pipeline = new(ShippedModels.Reference);

        Assert.All(Cases(), c => Assert.InRange(Share(pipeline, c.Speed, c.State, countsPerG), 0.95, 1));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(4096)]
    public void Baseline_OnTheSimulatedFan_TellsItsStatesMostly(int countsPerG)
    {
        ModelPipeline pipeline = new(ShippedModels.Baseline);

        Assert.All(Cases(), c => Assert.InRange(Share(pipeline, c.Speed, c.State, countsPerG), 0.8, 1));
    }

    private static IEnumerable<(FanSpeed Speed, MachineState State)> Cases() =>
        Enum.GetValues<FanSpeed>().SelectMany(speed => Enum.GetValues<MachineState>().Select(state => (speed, state)));

    private static double Share(ModelPipeline pipeline, FanSpeed speed, MachineState state, int countsPerG)
    {
        int right = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            VibrationSimulator simulator = new(new FanMachine(speed), new VibrationSimulatorOptions { Seed = seed, InitialState = state });
            for (int second = 0; second < SecondsEach; second++)
            {
                sbyte[] scores = pipeline.Classify(Record(simulator, second * pipeline.SamplesToFirstInference, pipeline.SamplesToFirstInference, countsPerG))!;
                right += pipeline.Labels[ModelPipeline.ClassOf(scores)] == state.ToString().ToLowerInvariant() ? 1 : 0;
            }
        }

        return (double)right / (Seeds * SecondsEach);
    }

    private static short[] Record(VibrationSimulator simulator, int first, int samples, int countsPerG)
    {
        short[] counts = new short[3 * samples];
        for (int i = 0; i < samples; i++)
        {
            simulator.Sample((first + i + 1) * 5000L, out double x, out double y, out double z);
            counts[3 * i] = ToCounts(x, countsPerG);
            counts[(3 * i) + 1] = ToCounts(y, countsPerG);
            counts[(3 * i) + 2] = ToCounts(z, countsPerG);
        }

        return counts;
    }

    private static short ToCounts(double g, int countsPerG) => (short)(Math.Round(g * countsPerG) * (4096 / countsPerG));
}
