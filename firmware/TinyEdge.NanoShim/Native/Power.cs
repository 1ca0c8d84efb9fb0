using TinyEdge.NanoShim;

namespace nanoFramework.Runtime.Native;

public class Power
{
    public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
    {
        BoardContext.Current.Reboot();
    }
}
