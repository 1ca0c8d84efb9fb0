using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Tests.Inference;

/// <summary>Seeded random one-layer networks over all operators with kernels, shapes, paddings and quantisations.</summary>
internal static class RandomNetworks
{
    public static NetworkModel Make(OperatorCode code, int seed) => Make(code, seed, out _);

    public static NetworkModel Make(OperatorCode code, int seed, out bool same)
    {
        Random random = new(seed);
        same = random.Next(2) == 0;
        NetworkModel model = new(new TensorSpec("input", random.Next(1, 9), random.Next(1, 9), random.Next(1, 5), Scale(random), ZeroPoint(random)));
        Activation activation = (Activation)new[] { 0, 1, 3 }[random.Next(3)];
        if (code == OperatorCode.FullyConnected)
        {
            TensorSpec vector = TensorSpec.Vector("output", random.Next(1, 20), Scale(random), ZeroPoint(random));
            return model.AddFullyConnected(vector, Weights(random, vector.Channels * model.Input.Length), Bias(random, vector.Channels), Scales(random, vector.Channels), activation);
        }

        Window window;
        int height;
        int width;
        bool isPool = code is OperatorCode.AveragePool2D or OperatorCode.MaxPool2D;
        while (true)
        {
            try
            {
                (window, height, width) = Window.Resolve(
                    same, model.Input.Height, model.Input.Width, random.Next(1, 5), random.Next(1, 5), random.Next(1, 4), random.Next(1, 4),
                    isPool ? 1 : random.Next(1, 4), isPool ? 1 : random.Next(1, 4));
                break;
            }
            catch (ModelException)
            {
                // A VALID window larger than the input: draw again.
            }
        }

        if (isPool)
        {
            TensorSpec pooled = model.Input with { Name = "output", Height = height, Width = width };
            return code == OperatorCode.MaxPool2D ? model.AddMaxPool2D(pooled, window, activation) : model.AddAveragePool2D(pooled, window, activation);
        }

        bool isDepthwise = code == OperatorCode.DepthwiseConv2D;
        int channels = isDepthwise ? model.Input.Channels * random.Next(1, 4) : random.Next(1, 6);
        TensorSpec output = new("output", height, width, channels, Scale(random), ZeroPoint(random));
        int kernel = window.KernelHeight * window.KernelWidth;
        sbyte[] weights = Weights(random, kernel * channels * (isDepthwise ? 1 : model.Input.Channels));
        return isDepthwise
            ? model.AddDepthwiseConv2D(output, window, weights, Bias(random, channels), Scales(random, channels), activation)
            : model.AddConv2D(output, window, weights, Bias(random, channels), Scales(random, channels), activation);
    }

    /// <summary>Random, or all at one extreme: the accumulators then reach theirs.</summary>
    public static sbyte[] Inputs(int length, int seed)
    {
        Random random = new(seed);
        int mode = seed % 4;
        return [.. Enumerable.Range(0, length).Select(_ => mode switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) })];
    }

    private static sbyte[] Weights(Random random, int count)
    {
        int mode = random.Next(5);
        return [.. Enumerable.Range(0, count).Select(_ => mode switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) })];
    }

    private static int[] Bias(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-100_000, 100_000))];

    private static float[] Scales(Random random, int channels) => [.. Enumerable.Range(0, random.Next(2) == 0 ? 1 : channels).Select(_ => random.Next(20) == 0 ? 0f : Scale(random))];

    // 2^-12 to 2^2: multipliers from far below to above one.
    private static float Scale(Random random) => (float)Math.Pow(2, (random.NextDouble() * 14) - 12);

    private static sbyte ZeroPoint(Random random) => random.Next(4) switch { 0 => sbyte.MinValue, 1 => sbyte.MaxValue, _ => (sbyte)random.Next(-128, 128) };
}
