using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>What both pools prove: a window that always touches the input, the same channels and quantisation on both sides.</summary>
    public abstract class Pool2D : Layer
    {
        /// <summary>Instance fields of this class and its base.</summary>
        protected const int PoolFieldCount = BaseFieldCount + 4;

        private int[] _geometry;
        private int _activationMin;
        private int _activationMax;
        private int _rowStep;

        /// <summary>Indexed by <see cref="WindowGeometry"/>.</summary>
        protected int[] Geometry
        {
            get { return _geometry; }
        }

        /// <summary>
        /// Distance between two taps when all windows lie inside the input, their taps at equal distances, and nothing is clamped;
        /// else 0. Such a window is the mean or maximum of a few rows.
        /// </summary>
        protected int RowStep
        {
            get { return _rowStep; }
        }

        protected int ActivationMin
        {
            get { return _activationMin; }
        }

        protected int ActivationMax
        {
            get { return _activationMax; }
        }

        public override ResultCode TryPrepare(LayerRecord record, NetworkLoader loader)
        {
            if (!record.HasNoWeights() || !record.HasNoScaler())
            {
                return ResultCode.BadModel;
            }

            if (!WindowGeometry.IsValid(record) || record.DilationHeight != 1 || record.DilationWidth != 1
                || record.Input.Channels != record.Output.Channels)
            {
                return ResultCode.BadTensorShape;
            }

            // A pool multiplies nothing, but it looks at as many values as this: the same bound on its time.
            long taps = (long)record.KernelHeight * record.KernelWidth;
            if (taps > ModelFormat.MaxLayerMacs / record.Output.Length)
            {
                return ResultCode.BadTensorShape;
            }

            if (!record.Input.HasSameQuantizationAs(record.Output))
            {
                return ResultCode.BadQuantization;
            }

            StaticPool pool = loader.Pool;
            if (!pool.TryCountObject(PoolOwner.Network, PoolFieldCount))
            {
                return pool.LastResult;
            }

            SetTensors(record);
            _activationMin = record.ActivationMin;
            _activationMax = record.ActivationMax;
            _geometry = WindowGeometry.Rent(record, pool);
            _rowStep = RowStepOf(record);
            return pool.LastResult;
        }

        private static int RowStepOf(LayerRecord record)
        {
            int bottom = ((record.Output.Height - 1) * record.StrideHeight) + record.KernelHeight;
            int right = ((record.Output.Width - 1) * record.StrideWidth) + record.KernelWidth;
            if (!record.HasFullRange() || record.PadTop != 0 || record.PadLeft != 0 || bottom > record.Input.Height || right > record.Input.Width)
            {
                return 0;
            }

            if (record.KernelHeight == 1 || record.KernelWidth == record.Input.Width)
            {
                return record.Input.Channels;
            }

            return record.KernelWidth == 1 ? record.Input.Width * record.Input.Channels : 0;
        }
    }
}
