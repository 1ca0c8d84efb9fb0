using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Depthwise convolution of three taps along one axis, stride 1: what a vibration network's Conv1D needs. Same result as the reference.</summary>
    public static class DepthwiseTaps
    {
        /// <summary>Largest right shift at which the output's zero point may be added before it.</summary>
        private const int LargestShift = 54;

        /// <summary>Whether a record is such a convolution: three taps along the height or along the width, nothing along the other axis.</summary>
        public static bool Fits(LayerRecord record, sbyte[] rightShifts)
        {
            for (int i = 0; i < rightShifts.Length; i++)
            {
                if (rightShifts[i] > LargestShift)
                {
                    return false;
                }
            }

            if (record.Input.Channels != record.Output.Channels)
            {
                return false;
            }

            return IsLine(record.KernelHeight, record.StrideHeight, record.DilationHeight, record.Input.Height, record.KernelWidth, record.StrideWidth, record.PadLeft)
                || IsLine(record.KernelWidth, record.StrideWidth, record.DilationWidth, record.Input.Width, record.KernelHeight, record.StrideHeight, record.PadTop);
        }

        /// <param name="input">(height, width, channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>.</param>
        /// <param name="weights">(3, channels) int8.</param>
        /// <param name="edge">One value: what a tap outside the input reads, its zero point.</param>
        public static void Convolve(
            sbyte[] input, int inputOffset, int[] geometry, sbyte[] weights, int[] bias, int[] multipliers, sbyte[] rightShifts, int quantStep,
            sbyte[] output, int outputOffset, int outputZeroPoint, int activationMin, int activationMax, sbyte[] edge)
        {
            bool isDown = geometry[WindowGeometry.KernelHeight] == 3;
            int channels = geometry[WindowGeometry.InputChannels];
            int width = geometry[WindowGeometry.InputWidth];
            int lines = isDown ? width : geometry[WindowGeometry.InputHeight];
            int inputs = isDown ? geometry[WindowGeometry.InputHeight] : width;
            int outputs = isDown ? geometry[WindowGeometry.OutputHeight] : geometry[WindowGeometry.OutputWidth];
            int pad = isDown ? geometry[WindowGeometry.PadTop] : geometry[WindowGeometry.PadLeft];
            int step = isDown ? width * channels : channels;
            int inputLine = isDown ? channels : width * channels;
            int outputLine = isDown ? channels : outputs * channels;
            int zero = edge[0];
            int whole = inputs - 2 + pad;
            whole = whole < 0 ? 0 : whole;
            whole = whole > outputs ? outputs : whole;
            for (int o = 0; o < channels; o++)
            {
                int w0 = weights[o];
                int w1 = weights[channels + o];
                int w2 = weights[(2 * channels) + o];
                int shift = rightShifts[o * quantStep];
                long scale = multipliers[o * quantStep];
                long offset = ((bias[o] - ((long)zero * (w0 + w1 + w2))) * scale) + (1L << (shift - 1)) + ((long)outputZeroPoint << shift);
                int from = inputOffset + o;
                int to = outputOffset + o;
                for (int line = 0; line < lines; line++)
                {
                    // The taps of output p are inputs p - pad, p - pad + 1 and p - pad + 2; those before the line and behind it are its edge.
                    int x0 = pad > 0 ? zero : input[from];
                    int x1 = At(input, from, step, 1 - pad, inputs, zero);
                    DepthwiseLine.Eval3(input, from + ((2 - pad) * step), step, output, to, step, whole, x0, x1, w0, w1, w2, scale, offset, shift, activationMin, activationMax);
                    if (whole < outputs)
                    {
                        x0 = At(input, from, step, whole - pad, inputs, zero);
                        x1 = At(input, from, step, whole - pad + 1, inputs, zero);
                        DepthwiseLine.Eval3(edge, 0, 0, output, to + (whole * step), step, outputs - whole, x0, x1, w0, w1, w2, scale, offset, shift, activationMin, activationMax);
                    }

                    from += inputLine;
                    to += outputLine;
                }
            }
        }

        private static int At(sbyte[] input, int from, int step, int index, int inputs, int zero)
        {
            return index < 0 || index >= inputs ? zero : input[from + (index * step)];
        }

        // Padding of three taps is at most two, so that only the first two taps of the first output can lie before the line.
        private static bool IsLine(int taps, int stride, int dilation, int inputs, int otherTaps, int otherStride, int otherPad)
        {
            return taps == 3 && stride == 1 && dilation == 1 && inputs > 0 && otherTaps == 1 && otherStride == 1 && otherPad == 0;
        }
    }
}
