using System.Diagnostics;
using System.Globalization;
using TinyEdge.Companion.Models;
using TinyEdge.Companion.Recordings;
using TinyEdge.Companion.Training;
using TinyEdge.Companion.Training.Layers;
using TinyEdge.Companion.Training.Runs;

namespace TinyEdge.Benchmarks.Training;

/// <summary>How long the reference training job and the features of 3,500 recordings take on this machine, each once, from a cold start.</summary>
internal static class TrainingTimes
{
    private const int Windows = 5_000;
    private const int Epochs = 20;
    private const int Recordings = 3_500;
    private const double MostSeconds = 5;
    private const int Classes = 7;

    // The front end of the shipped models sees three frames of 24 bands on three axes.
    private const int Frames = 3;
    private const int Features = 72;

    private static readonly (string Name, LayerPlan[] Layers)[] s_networks =
    [
        ("dense", [new DensePlan(44), Scores, new SoftmaxPlan()]),
        ("convolution over frames, depthwise, dense", [new ConvolutionPlan(36) { KernelHeight = 3, PadsToSame = true }, new DepthwisePlan { KernelHeight = 3, PadsToSame = true }, new DensePlan(19), Scores, new SoftmaxPlan()]),
    ];

    private static DensePlan Scores => new(Classes, Activation.None);

    /// <returns>0 when every time is below 5 s, 1 when one is not.</returns>
    public static int Run(TextWriter output)
    {
        output.WriteLine($"{Environment.ProcessorCount} processors");
        output.WriteLine("| job | seconds | of all processors | must | reached |");
        output.WriteLine("|---|---|---|---|---|");
        bool isReached = Report(output, $"{Recordings:N0} recordings of one second to features, statistics included", FeatureTime());
        foreach ((string name, LayerPlan[] layers) in s_networks)
        {
            FloatNetwork network = new(new TensorShape(Frames, 1, Features), layers);
            isReached &= Report(output, $"training, {name}: {network.ParameterCount:N0} parameters, {Windows:N0} windows, {Epochs} passes, half of them quantised in the loop", TrainingTime(network));
        }

        return isReached ? 0 : 1;
    }

    private static bool Report(TextWriter output, string job, (double Seconds, double ProcessorSeconds) time)
    {
        bool isReached = time.Seconds < MostSeconds;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {job} | {time.Seconds:0.00} | {time.ProcessorSeconds:0.00} | {MostSeconds:0.0} | {(isReached ? "yes" : "NO")} |"));
        return isReached;
    }

    private static (double Seconds, double ProcessorSeconds) FeatureTime()
    {
        Recording[] signals = [.. Enumerable.Range(0, Recordings).Select(Noise)];
        return Time(() => FeatureSet.Fit(NetworkRecipe.Default, signals).Of(signals));
    }

    private static Recording Noise(int number)
    {
        TrainingRandom random = new((ulong)number);
        return new Recording($"noise#{number}", 200, 3, [.. Enumerable.Range(0, 600).Select(_ => (float)(0.05 * random.NextNormal()))]);
    }

    private static (double Seconds, double ProcessorSeconds) TrainingTime(FloatNetwork network)
    {
        TensorSpec input = new("features", Frames, 1, Features, 1f / 32, 0);
        TrainingRandom random = new(1);
        float[][] centres = [.. Enumerable.Range(0, Classes).Select(_ => Enumerable.Range(0, network.Input.Length).Select(_ => (float)random.NextNormal()).ToArray())];
        TrainingSample[] samples = [.. Enumerable.Range(0, Windows).Select(i => new TrainingSample(
            [.. centres[i % Classes].Select(c => (float)input.Dequantize(input.Quantize(c + random.NextNormal())))], i % Classes, 1))];
        return Time(() => NetworkTrainer.Train(network, input, samples, [], new TrainerOptions { Epochs = Epochs, Dropout = 0 }));
    }

    // The time of all processors tells a slow program from a busy machine.
    private static (double Seconds, double ProcessorSeconds) Time(Action work)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        Stopwatch watch = Stopwatch.StartNew();
        work();
        return (watch.Elapsed.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
    }
}
