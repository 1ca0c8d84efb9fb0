using System;
using System.Device.Gpio;

namespace TinyEdge.Firmware
{
    /// <summary>The indicator LED or relay on a GPIO; high lights it.</summary>
    public sealed class Indicator
    {
        private readonly GpioPin _pin;
        private bool _on;

        /// <param name="pinNumber">GPIO; a pin that cannot be had leaves a board that works without the light.</param>
        public Indicator(int pinNumber)
        {
            try
            {
                _pin = new GpioController().OpenPin(pinNumber, PinMode.Output);
                _pin.Write(PinValue.Low);
            }
            catch (Exception)
            {
                _pin = null;
            }
        }

        public bool IsOn
        {
            get { return _on; }
        }

        public void Set(bool on)
        {
            _on = on;
            try
            {
                if (_pin != null)
                {
                    _pin.Write(on ? PinValue.High : PinValue.Low);
                }
            }
            catch (Exception)
            {
                // The light is not worth a reset.
            }
        }
    }
}
