using System.Device.I2c;

namespace TinyEdge.VirtualDevice.Hardware;

/// <summary>One I2C bus with its chips, and faults on demand.</summary>
public sealed class VirtualI2cBus
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, II2cTarget> _targets = [];
    private readonly Queue<BusFault> _faults = new();

    /// <summary>Transfers attempted, failed ones included.</summary>
    public long TransferCount { get; private set; }

    /// <summary>Wires cut: nobody acknowledges.</summary>
    public bool Disconnected { get; set; }

    public void Attach(int address, II2cTarget target)
    {
        lock (_gate)
        {
            _targets[address] = target;
            target.PowerOn();
        }
    }

    public void Detach(int address)
    {
        lock (_gate)
        {
            _targets.Remove(address);
        }
    }

    /// <summary>Makes the next transfers fail, one fault each, in this order.</summary>
    public void Inject(BusFault fault, int count = 1)
    {
        lock (_gate)
        {
            for (int i = 0; i < count; i++)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    public void PowerCycle()
    {
        lock (_gate)
        {
            foreach (II2cTarget target in _targets.Values)
            {
                target.PowerOn();
            }
        }
    }

    public I2cTransferStatus Transfer(int address, ReadOnlySpan<byte> write, Span<byte> read, long nowMicroseconds, out int transferred)
    {
        lock (_gate)
        {
            TransferCount++;
            transferred = 0;
            BusFault fault = _faults.TryDequeue(out BusFault next) ? next : BusFault.None;
            if (fault == BusFault.StuckBus)
            {
                return I2cTransferStatus.ClockStretchTimeout;
            }

            if (Disconnected || fault == BusFault.AddressNack || !_targets.TryGetValue(address, out II2cTarget? target))
            {
                return I2cTransferStatus.SlaveAddressNotAcknowledged;
            }

            if (fault == BusFault.Partial)
            {
                write = read.IsEmpty ? write[..(write.Length / 2)] : write;
                read = read[..(read.Length / 2)];
            }

            if (!write.IsEmpty)
            {
                target.Write(write, nowMicroseconds);
            }

            if (!read.IsEmpty)
            {
                target.Read(read, nowMicroseconds);
            }

            transferred = write.Length + read.Length;
            return fault == BusFault.Partial ? I2cTransferStatus.PartialTransfer : I2cTransferStatus.FullTransfer;
        }
    }
}
