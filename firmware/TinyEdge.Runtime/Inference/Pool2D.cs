using TinyEdge.Bundles;
using TinyEdge.Runtime.Memory;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>What both pools prove: a window that always touches the input, the same channels and quantisation on both sides.</summary>
    public abstract class Pool2D : Layer
    {
        /// <summary>Instance fields of this class and its base.</summary>
        protected const int PoolFieldCount = BaseFieldCount + 3;

        private int[] _geometry;
        private int _activationMin;
        private int _activationMax;

        /// <summary>Indexed by <see cref="WindowGeometry"/>.</summary>
        protected int[] Geometry
        {
            get { return _geometry; }
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
            return pool.LastResult;
        }
    }
}
