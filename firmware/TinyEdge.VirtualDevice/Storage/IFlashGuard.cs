namespace TinyEdge.VirtualDevice.Storage;

/// <summary>What stands between a boot's code and the volume: lets nothing through once the boot has ended, and ends it when the power is cut.</summary>
public interface IFlashGuard
{
    T Guarded<T>(Func<T> flashOperation);
}
