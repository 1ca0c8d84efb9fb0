using TinyEdge.NanoShim;

namespace nanoFramework.Hardware.Esp32;

public class Configuration
{
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        BoardContext.Current.SetPinFunction(pin, (int)value);
    }
}
