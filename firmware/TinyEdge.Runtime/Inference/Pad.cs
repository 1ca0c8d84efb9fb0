using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>A frame of zero points around a tensor, for where no window can bring its own padding.</summary>
    public sealed class Pad : Layer
    {
        private const int FieldCount = BaseFieldCount + 1;

        private int[] _geometry;

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWeights() || !record.HasNoScaler() || !record.HasFullRange()
                || (record.KernelHeight | record.KernelWidth | record.StrideHeight | record.StrideWidth | record.DilationHeight | record.DilationWidth) != 0)
            {
                return ResultCode.BadModel;
            }

            if (record.Input.Channels != record.Output.Channels
                || record.Input.Height + record.PadTop > record.Output.Height || record.Input.Width + record.PadLeft > record.Output.Width)
            {
                return ResultCode.BadTensorShape;
            }

            if (!record.Input.HasSameQuantizationAs(record.Output))
            {
                return ResultCode.BadQuantization;
            }

            if (!loader.Pool.TryCountObject(PoolOwner.Network, FieldCount))
            {
                return loader.Pool.LastResult;
            }

            SetTensors(record);
            _geometry = WindowGeometry.Rent(record, loader.Pool);
            if (_geometry != null)
            {
                // A window it has none, so the place is free.
                _geometry[WindowGeometry.KernelHeight] = record.Output.ZeroPoint;
            }

            return loader.Pool.LastResult;
        }

        public override void Eval(sbyte[] arena)
        {
            Reference(arena, InputOffset, _geometry, (sbyte)_geometry[WindowGeometry.KernelHeight], arena, OutputOffset);
        }

        /// <summary>Plain kernel, the definition for every faster one.</summary>
        /// <param name="input">(height, width, channels) int8.</param>
        /// <param name="geometry">Indexed by <see cref="WindowGeometry"/>: both shapes, padding above and left.</param>
        public static void Reference(sbyte[] input, int inputOffset, int[] geometry, sbyte zeroPoint, sbyte[] output, int outputOffset)
        {
            int channels = geometry[WindowGeometry.InputChannels];
            int rowBytes = geometry[WindowGeometry.InputWidth] * channels;
            int outputRowBytes = geometry[WindowGeometry.OutputWidth] * channels;
            int end = outputOffset + (geometry[WindowGeometry.OutputHeight] * outputRowBytes);
            for (int i = outputOffset; i < end; i++)
            {
                output[i] = zeroPoint;
            }

            int from = inputOffset;
            int to = outputOffset + (geometry[WindowGeometry.PadTop] * outputRowBytes) + (geometry[WindowGeometry.PadLeft] * channels);
            for (int y = geometry[WindowGeometry.InputHeight]; y > 0; y--)
            {
                Array.Copy(input, from, output, to, rowBytes);
                from += rowBytes;
                to += outputRowBytes;
            }
        }
    }
}
