using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Memory
{
    /// <summary>
    /// All working memory of the pipeline. Arrays are rented during Prepare and live until the next boot; after
    /// <see cref="Seal"/> nothing can be rented, so nothing is allocated while the device runs. Bytes are counted in the
    /// device's own heap layout (<see cref="DeviceLayout"/>), on the desktop too.
    /// A Rent method returns null when the pool is sealed, the length is negative or the budget would be passed;
    /// <see cref="LastResult"/> then says which.
    /// </summary>
    public sealed class StaticPool
    {
        /// <summary>Number of values of <see cref="PoolOwner"/>.</summary>
        public const int OwnerCount = 9;

        private readonly int[] _bytesByOwner = new int[OwnerCount];
        private readonly int _budgetBytes;
        private int _totalBytes;
        private bool _sealed;
        private ResultCode _lastResult;

        /// <param name="budgetBytes">The most that may be rented, device layout, bytes.</param>
        public StaticPool(int budgetBytes)
        {
            _budgetBytes = budgetBytes;
        }

        public int BudgetBytes
        {
            get { return _budgetBytes; }
        }

        public int TotalBytes
        {
            get { return _totalBytes; }
        }

        public bool IsSealed
        {
            get { return _sealed; }
        }

        /// <summary>Outcome of the latest Rent or CountObject call.</summary>
        public ResultCode LastResult
        {
            get { return _lastResult; }
        }

        public int BytesOf(PoolOwner owner)
        {
            return _bytesByOwner[(int)owner];
        }

        /// <summary>Ends Prepare: from here on every Rent fails with <see cref="ResultCode.PoolSealed"/>.</summary>
        public void Seal()
        {
            _sealed = true;
        }

        public sbyte[] RentInt8(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, 1) ? new sbyte[length] : null;
        }

        public byte[] RentBytes(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, 1) ? new byte[length] : null;
        }

        public short[] RentInt16(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, 2) ? new short[length] : null;
        }

        public int[] RentInt32(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, 4) ? new int[length] : null;
        }

        public long[] RentInt64(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, 8) ? new long[length] : null;
        }

        /// <summary>Charges an object made during Prepare (a layer, a ring) with its number of instance fields.</summary>
        /// <returns>False when the pool is sealed or the budget would be passed.</returns>
        public bool TryCountObject(PoolOwner owner, int fieldCount)
        {
            return TryChargeBytes(owner, DeviceLayout.ObjectBytes(fieldCount));
        }

        /// <summary>Charges an array of references (12 bytes each on the device) that the caller makes itself.</summary>
        /// <returns>False when the pool is sealed or the budget would be passed.</returns>
        public bool TryCountReferences(PoolOwner owner, int length)
        {
            return TryCharge(owner, length, DeviceLayout.CellBytes);
        }

        private bool TryCharge(PoolOwner owner, int length, int elementBytes)
        {
            if (length < 0 || length > (_budgetBytes / elementBytes))
            {
                _lastResult = _sealed ? ResultCode.PoolSealed : ResultCode.PoolExhausted;
                return false;
            }

            return TryChargeBytes(owner, DeviceLayout.ArrayBytes(length, elementBytes));
        }

        private bool TryChargeBytes(PoolOwner owner, int bytes)
        {
            if (_sealed)
            {
                _lastResult = ResultCode.PoolSealed;
                return false;
            }

            if (bytes > _budgetBytes - _totalBytes)
            {
                _lastResult = ResultCode.PoolExhausted;
                return false;
            }

            _bytesByOwner[(int)owner] += bytes;
            _totalBytes += bytes;
            _lastResult = ResultCode.Ok;
            return true;
        }
    }
}
