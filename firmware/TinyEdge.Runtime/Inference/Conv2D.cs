using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>Convolution, weights (output channels, kernel height, kernel width, input channels). Conv1D has height 1.</summary>
    public sealed class Conv2D : WeightedLayer
    {
        private const int FieldCount = WeightedFieldCount + 2;

        private int[] _geometry;
        private sbyte[] _patch;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!WindowGeometry.IsValid(record))
            {
                return ResultCode.BadTensorShape;
            }

            // Held against the blob before it is multiplied further, so that no product passes 64 bits.
            long kernel = (long)record.KernelHeight * record.KernelWidth;
            long perChannel = kernel * record.Input.Channels;
            if (!loader.HasBlob(0, perChannel))
            {
                return ResultCode.BadModel;
            }

            if (!TrySetMacs(perChannel * record.Output.Length))
            {
                return ResultCode.BadTensorShape;
            }

            StaticPool pool = loader.Pool;
            if (!pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return pool.LastResult;
            }

            _geometry = WindowGeometry.Rent(record, pool);
            if (_geometry == null)
            {
                return pool.LastResult;
            }

            ResultCode code = TryLoadWeights(record, loader, perChannel * record.Output.Channels, 1);
            return code == ResultCode.Ok && Packed != null ? TryRentPatch(record, pool, (int)perChannel, out _patch) : code;
        }

        public override void Eval(sbyte[] arena)
        {
            if (Packed != null)
            {
                Patch.Convolve(Packed, _patch, _geometry, arena, InputOffset, InputZeroPoint, OutputOffset);
                return;
            }

            Reference(
                arena, InputOffset, InputZeroPoint, _geometry, Weights, Bias, Multipliers, RightShifts, QuantStep,
                arena, OutputOffset, OutputZeroPoint, ActivationMin, ActivationMax);
        }

        /// <summary>Plain kernel, the definition for every faster one. Taps outside the input count as its zero point.</summary>
        /// <param name="input">(height, width, input channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>.</param>
        /// <param name="weights">(output channels, kernel height, kernel width, input channels) int8.</param>
        /// <param name="quantStep">1 with one multiplier a channel, 0 with one for all.</param>
        public static void Reference(
            sbyte[] input, int inputOffset, int inputZeroPoint, int[] geometry, sbyte[] weights, int[] bias, int[] multipliers, sbyte[] rightShifts, int quantStep,
            sbyte[] output, int outputOffset, int outputZeroPoint, int activationMin, int activationMax)
        {
            int inputHeight = geometry[WindowGeometry.InputHeight];
            int inputWidth = geometry[WindowGeometry.InputWidth];
            int inputChannels = geometry[WindowGeometry.InputChannels];
            int outputHeight = geometry[WindowGeometry.OutputHeight];
            int outputWidth = geometry[WindowGeometry.OutputWidth];
            int outputChannels = geometry[WindowGeometry.OutputChannels];
            int kernelHeight = geometry[WindowGeometry.KernelHeight];
            int kernelWidth = geometry[WindowGeometry.KernelWidth];
            int dilationHeight = geometry[WindowGeometry.DilationHeight];
            int dilationWidth = geometry[WindowGeometry.DilationWidth];
            int strideHeight = geometry[WindowGeometry.StrideHeight];
            int strideWidth = geometry[WindowGeometry.StrideWidth];
            int at = outputOffset;
            int top = -geometry[WindowGeometry.PadTop];
            for (int oy = 0; oy < outputHeight; oy++)
            {
                int left = -geometry[WindowGeometry.PadLeft];
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    int w = 0;
                    int q = 0;
                    for (int o = 0; o < outputChannels; o++)
                    {
                        int accumulator = bias[o];
                        int y = top;
                        for (int ky = 0; ky < kernelHeight; ky++)
                        {
                            int x = left;
                            for (int kx = 0; kx < kernelWidth; kx++)
                            {
                                if (y >= 0 && y < inputHeight && x >= 0 && x < inputWidth)
                                {
                                    int from = inputOffset + (((y * inputWidth) + x) * inputChannels);
                                    int fromEnd = from + inputChannels;
                                    for (int tap = w; from < fromEnd; from++)
                                    {
                                        accumulator += (input[from] - inputZeroPoint) * weights[tap];
                                        tap++;
                                    }
                                }

                                w += inputChannels;
                                x += dilationWidth;
                            }

                            y += dilationHeight;
                        }

                        long value = Requantize.Apply(accumulator, multipliers[q], rightShifts[q]) + outputZeroPoint;
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
                        q += quantStep;
                    }

                    left += strideWidth;
                }

                top += strideHeight;
            }
        }
    }
}
