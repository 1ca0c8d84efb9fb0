using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Inference
{
    /// <summary>
    /// One operator of the chain. Prepare validates everything and may fail with a code; Eval trusts what Prepare proved,
    /// checks nothing and cannot fail.
    /// </summary>
    public abstract class Layer
    {
        /// <summary>Instance fields of this class, for the pool account of derived layers.</summary>
        protected const int BaseFieldCount = 5;

        private int _inputOffset;
        private int _inputLength;
        private int _outputOffset;
        private int _outputLength;
        private int _macs;

        public int InputOffset
        {
            get { return _inputOffset; }
        }

        public int InputLength
        {
            get { return _inputLength; }
        }

        public int OutputOffset
        {
            get { return _outputOffset; }
        }

        public int OutputLength
        {
            get { return _outputLength; }
        }

        /// <summary>Multiply-accumulates of one Eval; 0 for operators that multiply nothing.</summary>
        public int Macs
        {
            get { return _macs; }
        }

        /// <summary>Whether the layer has packed rows that requantise in their straight-line code.</summary>
        public virtual bool IsInline
        {
            get { return false; }
        }

        /// <summary>Validates the record and rents what Eval needs. The record and the loader are gone afterwards.</summary>
        public abstract ResultCode TryPrepare(LayerRecord record, NetworkLoader loader);

        public abstract void Eval(sbyte[] arena);

        protected void SetTensors(LayerRecord record)
        {
            _inputOffset = record.Input.Offset;
            _inputLength = record.Input.Length;
            _outputOffset = record.Output.Offset;
            _outputLength = record.Output.Length;
        }

        /// <returns>False above <see cref="ModelFormat.MaxLayerMacs"/>.</returns>
        protected bool TrySetMacs(long macs)
        {
            if (macs > ModelFormat.MaxLayerMacs)
            {
                return false;
            }

            _macs = (int)macs;
            return true;
        }
    }
}
