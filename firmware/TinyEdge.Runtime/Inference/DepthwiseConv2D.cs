using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// Depthwise convolution, weights (kernel height, kernel width, output channels). Output channel o reads input channel
    /// o / depth multiplier.
    /// </summary>
    public sealed class DepthwiseConv2D : WeightedLayer
    {
        private const int FieldCount = WeightedFieldCount + 3;

        private int[] _geometry;
        private sbyte[] _patch;
        private sbyte[] _edge;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            int outputChannels = record.Output.Channels;
            if (!WindowGeometry.IsValid(record) || outputChannels % record.Input.Channels != 0)
            {
                return ResultCode.BadTensorShape;
            }

            long kernel = (long)record.KernelHeight * record.KernelWidth;
            if (!TrySetMacs(kernel * record.Output.Length))
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

            ResultCode code = TryLoadWeights(record, loader, kernel * outputChannels, outputChannels);
            if (code != ResultCode.Ok)
            {
                return code;
            }

            if (Packed != null)
            {
                return TryRentPatch(record, pool, (int)kernel, out _patch);
            }

            return DepthwiseTaps.Fits(record, RightShifts) ? TryRentEdge(pool) : ResultCode.Ok;
        }

        public override void Eval(sbyte[] arena)
        {
            if (Packed != null)
            {
                Patch.Convolve(Packed, _patch, _geometry, arena, InputOffset, InputZeroPoint, OutputOffset);
                return;
            }

            if (_edge != null)
            {
                DepthwiseTaps.Convolve(
                    arena, InputOffset, _geometry, Weights, Bias, Multipliers, RightShifts, QuantStep,
                    arena, OutputOffset, OutputZeroPoint, ActivationMin, ActivationMax, _edge);
                return;
            }

            Reference(
                arena, InputOffset, InputZeroPoint, _geometry, Weights, Bias, Multipliers, RightShifts, QuantStep,
                arena, OutputOffset, OutputZeroPoint, ActivationMin, ActivationMax);
        }

        private ResultCode TryRentEdge(StaticPool pool)
        {
            _edge = pool.RentInt8(PoolOwner.Network, 1);
            if (_edge == null)
            {
                return pool.LastResult;
            }

            _edge[0] = (sbyte)InputZeroPoint;
            return ResultCode.Ok;
        }

        /// <summary>Plain kernel, the definition for every faster one. Taps outside the input count as its zero point.</summary>
        /// <param name="input">(height, width, input channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>.</param>
        /// <param name="weights">(kernel height, kernel width, output channels) int8.</param>
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
            int depthMultiplier = outputChannels / inputChannels;
            int at = outputOffset;
            int top = -geometry[WindowGeometry.PadTop];
            for (int oy = 0; oy < outputHeight; oy++)
            {
                int left = -geometry[WindowGeometry.PadLeft];
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    int q = 0;
                    int inputChannel = 0;
                    int untilNext = depthMultiplier;
                    for (int o = 0; o < outputChannels; o++)
                    {
                        int accumulator = bias[o];
                        int w = o;
                        int y = top;
                        for (int ky = 0; ky < kernelHeight; ky++)
                        {
                            int x = left;
                            for (int kx = 0; kx < kernelWidth; kx++)
                            {
                                if (y >= 0 && y < inputHeight && x >= 0 && x < inputWidth)
                                {
                                    int from = inputOffset + (((y * inputWidth) + x) * inputChannels) + inputChannel;
                                    accumulator += (input[from] - inputZeroPoint) * weights[w];
                                }

                                w += outputChannels;
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
                        untilNext--;
                        if (untilNext == 0)
                        {
                            untilNext = depthMultiplier;
                            inputChannel++;
                        }
                    }

                    left += strideWidth;
                }

                top += strideHeight;
            }
        }
    }
}
