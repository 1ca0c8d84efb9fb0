using System;
using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Gathers the inputs of one window into the order of a convolution's weights, so that it becomes a dense product.</summary>
    public static class Patch
    {
        /// <summary>Taps outside the input become its zero point, which contributes nothing.</summary>
        /// <param name="input">(height, width, channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>.</param>
        /// <param name="top">Row of the first tap; may lie outside.</param>
        /// <param name="left">Column of the first tap; may lie outside.</param>
        /// <param name="patch">Receives (kernel height, kernel width, channels).</param>
        [HotPath]
        public static void Gather(sbyte[] input, int inputOffset, int[] geometry, int top, int left, sbyte zeroPoint, sbyte[] patch)
        {
            int inputHeight = geometry[WindowGeometry.InputHeight];
            int inputWidth = geometry[WindowGeometry.InputWidth];
            int channels = geometry[WindowGeometry.InputChannels];
            int kernelHeight = geometry[WindowGeometry.KernelHeight];
            int kernelWidth = geometry[WindowGeometry.KernelWidth];
            int dilationHeight = geometry[WindowGeometry.DilationHeight];
            int dilationWidth = geometry[WindowGeometry.DilationWidth];
            int to = 0;
            int y = top;
            for (int ky = 0; ky < kernelHeight; ky++)
            {
                int x = left;
                int last = left + ((kernelWidth - 1) * dilationWidth);
                bool isRowInside = y >= 0 && y < inputHeight;
                int row = inputOffset + (y * inputWidth * channels);
                if (isRowInside && dilationWidth == 1 && left >= 0 && last < inputWidth)
                {
                    Array.Copy(input, row + (left * channels), patch, to, kernelWidth * channels);
                    to += kernelWidth * channels;
                }
                else
                {
                    for (int kx = 0; kx < kernelWidth; kx++)
                    {
                        if (isRowInside && x >= 0 && x < inputWidth)
                        {
                            Array.Copy(input, row + (x * channels), patch, to, channels);
                            to += channels;
                        }
                        else
                        {
                            for (int end = to + channels; to < end; to++)
                            {
                                patch[to] = zeroPoint;
                            }
                        }

                        x += dilationWidth;
                    }
                }

                y += dilationHeight;
            }
        }

        /// <summary>Every window of a packed convolution, one dense product each.</summary>
        public static void Convolve(PackedRows packed, sbyte[] patch, int[] geometry, sbyte[] arena, int inputOffset, int inputZeroPoint, int outputOffset)
        {
            int outputHeight = geometry[WindowGeometry.OutputHeight];
            int outputWidth = geometry[WindowGeometry.OutputWidth];
            int outputChannels = geometry[WindowGeometry.OutputChannels];
            int strideHeight = geometry[WindowGeometry.StrideHeight];
            int strideWidth = geometry[WindowGeometry.StrideWidth];
            int at = outputOffset;
            int top = -geometry[WindowGeometry.PadTop];
            for (int oy = 0; oy < outputHeight; oy++)
            {
                int left = -geometry[WindowGeometry.PadLeft];
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    Gather(arena, inputOffset, geometry, top, left, (sbyte)inputZeroPoint, patch);
                    packed.Multiply(patch, 0, arena, at);
                    at += outputChannels;
                    left += strideWidth;
                }

                top += strideHeight;
            }
        }
    }
}
