using System;
using TinyEdge.Bundles;
using TinyEdge.Runtime.Sensing;

namespace TinyEdge.NanoTests.Sensing
{
    /// <summary>A sensor's registers in memory; data is one stream behind one register, whose address does not move on.</summary>
    internal sealed class ScriptedBus : II2cBus
    {
        public readonly byte[] Registers = new byte[128];
        private readonly byte _dataRegister;
        private byte[] _data = new byte[0];
        private int _position;
        private int _errors;

        public ScriptedBus(byte dataRegister)
        {
            _dataRegister = dataRegister;
        }

        /// <summary>The next transfers fail, this many of them.</summary>
        public int FailuresLeft;

        public int ErrorCount
        {
            get { return _errors; }
        }

        public void SetData(byte[] data)
        {
            _data = data;
            _position = 0;
        }

        public ResultCode TryWrite(byte[] buffer, int count)
        {
            if (IsFailing())
            {
                return ResultCode.SensorNotFound;
            }

            Registers[buffer[0]] = buffer[1];
            return ResultCode.Ok;
        }

        public ResultCode TryReadRegister(byte register, byte[] buffer, int count)
        {
            if (IsFailing())
            {
                return ResultCode.SensorNotFound;
            }

            if (register == _dataRegister)
            {
                Array.Copy(_data, _position, buffer, 0, count);
                _position += count;
            }
            else
            {
                Array.Copy(Registers, register, buffer, 0, count);
            }

            return ResultCode.Ok;
        }

        private bool IsFailing()
        {
            if (FailuresLeft == 0)
            {
                return false;
            }

            FailuresLeft--;
            _errors++;
            return true;
        }
    }
}
