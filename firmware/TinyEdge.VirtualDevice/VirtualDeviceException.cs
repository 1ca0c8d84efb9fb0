using TinyEdge.Companion;

namespace TinyEdge.VirtualDevice;

/// <summary>Something that the virtual device was given, or wanted from the system, is not as it must be.</summary>
public sealed class VirtualDeviceException : TinyEdgeException
{
    public VirtualDeviceException(string what, string why, string remedy, Exception? inner = null)
        : base(ExitCode.BadInput, what, why, remedy, inner: inner)
    {
    }
}
