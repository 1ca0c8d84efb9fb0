namespace TinyEdge.Companion.Models;

/// <summary>Kernel, stride and dilation of a convolution or pool, and the padding before the first row and column.</summary>
public sealed record Window(int KernelHeight, int KernelWidth, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int PadTop, int PadLeft)
{
    /// <summary>Resolves SAME or VALID padding and returns the window with the height and width of its output.</summary>
    public static (Window Window, int OutputHeight, int OutputWidth) Resolve(
        bool same, int inputHeight, int inputWidth, int kernelHeight, int kernelWidth, int strideHeight = 1, int strideWidth = 1, int dilationHeight = 1, int dilationWidth = 1)
    {
        (int outputHeight, int padTop) = ResolveAxis(same, inputHeight, kernelHeight, strideHeight, dilationHeight);
        (int outputWidth, int padLeft) = ResolveAxis(same, inputWidth, kernelWidth, strideWidth, dilationWidth);
        return (new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padTop, padLeft), outputHeight, outputWidth);
    }

    // TensorFlow's convention: with SAME the odd row of padding goes to the end.
    private static (int Output, int Pad) ResolveAxis(bool same, int input, int kernel, int stride, int dilation)
    {
        if (input < 1 || kernel < 1 || stride < 1 || dilation < 1)
        {
            throw new ModelException("A window has no size.", $"Input {input}, kernel {kernel}, stride {stride}, dilation {dilation} must all be 1 or more.", "Correct the layer.", Bundles.ResultCode.BadTensorShape);
        }

        long extent = ((long)(kernel - 1) * dilation) + 1;
        if (!same)
        {
            return extent > input
                ? throw new ModelException("A window is larger than its input.", $"With VALID padding {extent} does not fit into {input}.", "Use SAME padding or a smaller kernel.", Bundles.ResultCode.BadTensorShape)
                : ((int)((input - extent) / stride) + 1, 0);
        }

        int output = (int)(((long)input + stride - 1) / stride);
        long needed = ((long)(output - 1) * stride) + extent - input;
        return (output, (int)(Math.Max(needed, 0) / 2));
    }
}
