using TinyEdge.Firmware;

namespace TinyEdge.VirtualDevice;

/// <summary>The model inside the firmware, for whoever wants to run it outside.</summary>
public static class GoldenModel
{
    public static byte[] Load() => GoldenModelBytes.Create();
}
