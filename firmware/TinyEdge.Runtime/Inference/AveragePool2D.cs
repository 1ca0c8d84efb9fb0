namespace TinyEdge.Runtime.Inference
{
    /// <summary>Mean of each window, padding not counted; halves are rounded away from zero, as TensorFlow Lite does for int8.</summary>
    public sealed class AveragePool2D : Pool2D
    {
        public override void Eval(sbyte[] arena)
        {
            Reference(arena, InputOffset, Geometry, arena, OutputOffset, ActivationMin, ActivationMax);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        /// <param name="input">(height, width, channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>.</param>
        public static void Reference(
            sbyte[] input, int inputOffset, int[] geometry, sbyte[] output, int outputOffset, int activationMin, int activationMax)
        {
            int inputHeight = geometry[WindowGeometry.InputHeight];
            int inputWidth = geometry[WindowGeometry.InputWidth];
            int channels = geometry[WindowGeometry.InputChannels];
            int outputHeight = geometry[WindowGeometry.OutputHeight];
            int outputWidth = geometry[WindowGeometry.OutputWidth];
            int kernelHeight = geometry[WindowGeometry.KernelHeight];
            int kernelWidth = geometry[WindowGeometry.KernelWidth];
            int strideHeight = geometry[WindowGeometry.StrideHeight];
            int strideWidth = geometry[WindowGeometry.StrideWidth];
            int at = outputOffset;
            int top = -geometry[WindowGeometry.PadTop];
            for (int oy = 0; oy < outputHeight; oy++)
            {
                int firstY = top < 0 ? 0 : top;
                int endY = top + kernelHeight > inputHeight ? inputHeight : top + kernelHeight;
                int left = -geometry[WindowGeometry.PadLeft];
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    int firstX = left < 0 ? 0 : left;
                    int endX = left + kernelWidth > inputWidth ? inputWidth : left + kernelWidth;
                    int count = (endY - firstY) * (endX - firstX);
                    int half = count / 2;
                    for (int c = 0; c < channels; c++)
                    {
                        int value = 0;
                        for (int y = firstY; y < endY; y++)
                        {
                            int from = inputOffset + (((y * inputWidth) + firstX) * channels) + c;
                            for (int x = firstX; x < endX; x++)
                            {
                                value += input[from];
                                from += channels;
                            }
                        }

                        value = (value > 0 ? value + half : value - half) / count;
                        if (value < activationMin)
                        {
                            value = activationMin;
                        }

                        if (value > activationMax)
                        {
                            value = activationMax;
                        }

                        output[at] = (sbyte)value;
                        at++;
                    }

                    left += strideWidth;
                }

                top += strideHeight;
            }
        }
    }
}
