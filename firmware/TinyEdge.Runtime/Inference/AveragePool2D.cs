namespace TinyEdge.Runtime.Inference
{
    /// <summary>Mean of each window, padding not counted; halves are rounded away from zero, as TensorFlow Lite does for int8.</summary>
    public sealed class AveragePool2D : Pool2D
    {
        public override void Eval(sbyte[] arena)
        {
            int rows = Geometry[WindowGeometry.KernelHeight] * Geometry[WindowGeometry.KernelWidth];
            if (RowStep != 0 && rows > 1 && rows <= MeanRows.MostRows)
            {
                EvalRows(arena, rows);
                return;
            }

            Reference(arena, InputOffset, Geometry, arena, OutputOffset, ActivationMin, ActivationMax);
        }

        private void EvalRows(sbyte[] arena, int rows)
        {
            int[] geometry = Geometry;
            int channels = geometry[WindowGeometry.InputChannels];
            int outputHeight = geometry[WindowGeometry.OutputHeight];
            int outputWidth = geometry[WindowGeometry.OutputWidth];
            int down = geometry[WindowGeometry.StrideHeight] * geometry[WindowGeometry.InputWidth] * channels;
            int right = geometry[WindowGeometry.StrideWidth] * channels;
            int step = RowStep;
            int to = OutputOffset;
            int line = InputOffset;
            for (int oy = 0; oy < outputHeight; oy++)
            {
                int from = line;
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    Mean(arena, from, step, channels, to, rows);
                    to += channels;
                    from += right;
                }

                line += down;
            }
        }

        private static void Mean(sbyte[] arena, int from, int step, int channels, int to, int rows)
        {
            switch (rows)
            {
                case 2:
                    MeanRows.Eval2(arena, from, step, channels, arena, to);
                    break;
                case 3:
                    MeanRows.Eval3(arena, from, step, channels, arena, to);
                    break;
                case 4:
                    MeanRows.Eval4(arena, from, step, channels, arena, to);
                    break;
                default:
                    MeanRows.Eval5(arena, from, step, channels, arena, to);
                    break;
            }
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
