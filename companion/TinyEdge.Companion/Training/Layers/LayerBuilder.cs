using TinyEdge.Companion.Models;
using TinyEdge.Runtime.Inference;

namespace TinyEdge.Companion.Training.Layers;

/// <summary>Plans to layers: works out shapes and refuses what does not fit.</summary>
internal static class LayerBuilder
{
    // The device's limits (ModelFormat) are far below; these keep a hostile file from asking for all memory.
    private const int MostChannels = ushort.MaxValue;
    private const long MostWeights = 1 << 24;

    /// <exception cref="ModelException">A window does not fit its input, or a number is not positive.</exception>
    public static FloatLayer Build(int index, LayerPlan plan, TensorShape input) => plan switch
    {
        DensePlan dense => new DenseLayer($"dense_{index}", plan, input, Limited(index, 1, 1, Positive(index, dense.Units, "units"), input.Length).Channels, dense.Activation),
        ConvolutionPlan convolution => Convolution(index, convolution, input),
        DepthwisePlan depthwise => Depthwise(index, depthwise, input),
        AveragePoolPlan pool => Average(index, pool, input),
        MaxPoolPlan pool => Max(index, pool, input),
        ReshapePlan reshape => Reshape(index, reshape, input),
        SoftmaxPlan => new SoftmaxLayer("probabilities", plan, Vector(index, input)),
        SigmoidPlan => new SigmoidLayer("probabilities", plan, Vector(index, input)),
        _ => throw new NotSupportedException($"No layer is known for {plan}."),
    };

    private static ConvolutionLayer Convolution(int index, ConvolutionPlan plan, TensorShape input)
    {
        (Window window, int height, int width) = Resolve(plan, input);
        return new ConvolutionLayer($"convolution_{index}", plan, input, Limited(index, height, width, Positive(index, plan.Filters, "filters"), (long)plan.KernelHeight * plan.KernelWidth * input.Channels), window);
    }

    private static DepthwiseLayer Depthwise(int index, DepthwisePlan plan, TensorShape input)
    {
        (Window window, int height, int width) = Resolve(plan, input);
        return new DepthwiseLayer($"depthwise_{index}", plan, input, Limited(index, height, width, (long)input.Channels * Positive(index, plan.Multiplier, "outputs a channel"), (long)plan.KernelHeight * plan.KernelWidth), window);
    }

    private static AveragePoolLayer Average(int index, AveragePoolPlan plan, TensorShape input)
    {
        (Window window, TensorShape output) = Resolve(plan, input);
        return new AveragePoolLayer($"average_{index}", plan, input, output, window);
    }

    private static MaxPoolLayer Max(int index, MaxPoolPlan plan, TensorShape input)
    {
        (Window window, TensorShape output) = Resolve(plan, input);
        return new MaxPoolLayer($"max_{index}", plan, input, output, window);
    }

    private static ReshapeLayer Reshape(int index, ReshapePlan plan, TensorShape input)
    {
        TensorShape output = plan is { Height: 0, Width: 0, Channels: 0 } ? new TensorShape(1, 1, input.Length) : new TensorShape(plan.Height, plan.Width, plan.Channels);
        return output is { Height: > 0 and <= MostChannels, Width: > 0 and <= MostChannels, Channels: > 0 and <= MostChannels } && (long)output.Height * output.Width * output.Channels == input.Length
            ? new ReshapeLayer($"reshape_{index}", plan, input, output)
            : throw Unfit(index, $"{input} has {input.Length} values, {output} has another number.");
    }

    private static (Window Window, int Height, int Width) Resolve(WindowPlan plan, TensorShape input) => Window.Resolve(
        plan.PadsToSame, input.Height, input.Width, plan.KernelHeight, plan.KernelWidth, plan.StrideHeight, plan.StrideWidth, plan.DilationHeight, plan.DilationWidth);

    private static (Window Window, TensorShape Output) Resolve(PoolPlan plan, TensorShape input)
    {
        int height = plan.Height == 0 ? input.Height : plan.Height;
        int width = plan.Width == 0 ? input.Width : plan.Width;
        if (height > input.Height || width > input.Width)
        {
            throw new ModelException("A pool does not fit.", $"Its window ({height}, {width}) is larger than its input {input}.", "Use a smaller one, or 0 for all there is.", Bundles.ResultCode.BadTensorShape);
        }

        (Window window, int outputHeight, int outputWidth) = Window.Resolve(same: false, input.Height, input.Width, height, width, Stride(height, input.Height), Stride(width, input.Width));
        return (window, new TensorShape(outputHeight, outputWidth, input.Channels));
    }

    // A window over everything is never moved.
    private static int Stride(int window, int all) => window == all ? 1 : window;

    private static TensorShape Vector(int index, TensorShape input) =>
        input is { Height: 1, Width: 1 } ? input : throw Unfit(index, $"A head takes a vector, its input has shape {input}.");

    private static int Positive(int index, int value, string name) =>
        value is > 0 and <= MostChannels ? value : throw Unfit(index, $"Its number of {name} is {value}, outside 1..{MostChannels}.");

    private static TensorShape Limited(int index, long height, long width, long channels, long perOutput)
    {
        long length = height * width * channels;
        return length <= ModelFormat.MaxArenaBytes && channels <= MostChannels && channels * perOutput <= MostWeights && height * width * perOutput <= MostWeights
            ? new TensorShape((int)height, (int)width, (int)channels)
            : throw Unfit(index, $"Its output has shape ({height}, {width}, {channels}) and {perOutput} weights a channel: too large for any device.");
    }

    private static ModelException Unfit(int index, string why) =>
        new($"Layer {index} does not fit.", why, "Correct the layers of the recipe.", Bundles.ResultCode.BadTensorShape);
}
