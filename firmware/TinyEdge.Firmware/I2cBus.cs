using System;
using System.Device.I2c;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.Firmware
{
    /// <summary>
    /// One I2C device. A transfer whose address was not acknowledged moved no byte and is tried again; any other failure is
    /// reported at once, because a repeated FIFO read would lose a sample unnoticed.
    /// </summary>
    public sealed class I2cBus : II2cBus
    {
        /// <summary>Further attempts after an address that nobody acknowledged.</summary>
        public const int Retries = 2;

        private readonly I2cDevice _device;
        private readonly byte[] _register = new byte[1];
        private int _errors;

        public I2cBus(int busId, int deviceAddress)
        {
            _device = I2cDevice.Create(new I2cConnectionSettings(busId, deviceAddress, I2cBusSpeed.FastMode));
        }

        public int ErrorCount
        {
            get { return _errors; }
        }

        /// <inheritdoc/>
        public ResultCode TryWrite(byte[] buffer, int count)
        {
            return Transfer(buffer, count, false);
        }

        /// <inheritdoc/>
        public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
        {
            _register[0] = register;
            return Transfer(buffer, count, true);
        }

        private ResultCode Transfer(byte[] buffer, int count, bool read)
        {
            for (int attempt = 0; attempt <= Retries; attempt++)
            {
                I2cTransferStatus status = TransferOnce(buffer, count, read);
                if (status == I2cTransferStatus.FullTransfer)
                {
                    return ResultCode.Ok;
                }

                _errors++;
                if (status != I2cTransferStatus.SlaveAddressNotAcknowledged)
                {
                    break;
                }
            }

            return ResultCode.BusError;
        }

        private I2cTransferStatus TransferOnce(byte[] buffer, int count, bool read)
        {
            try
            {
                SpanByte bytes = new SpanByte(buffer, 0, count);
                I2cTransferResult result = read ? _device.WriteRead(_register, bytes) : _device.Write(bytes);
                return result.Status;
            }
            catch (Exception)
            {
                return I2cTransferStatus.UnknownError;
            }
        }
    }
}
