using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Cases;

/// <summary>What a volume says before anything happens to it.</summary>
/// <param name="HasRecord">Whether a boot record is valid.</param>
/// <param name="Floor">Security floor.</param>
/// <param name="Active">Sequence of the active bundle, 0 for golden.</param>
public sealed record StateBefore(bool HasRecord, uint Floor, uint Active)
{
    /// <summary>Reads it with the device's own code, and changes nothing.</summary>
    public static StateBefore Of(LabVolume volume)
    {
        LabVolume copy = volume.Clone();
        using (copy.Enter())
        {
            BootRecord record = new();
            return new BootRecordStore(copy.Store).TryLoad(record) == ResultCode.Ok
                ? new StateBefore(true, record.SecurityFloor, record.ActiveBundleSequence)
                : new StateBefore(false, UpdateDevice.NewIdentity().BuildSecurityFloor, 0);
        }
    }
}
