using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Runtime.Update;

namespace TinyEdge.Faults.Scenarios;

/// <summary>Volumes that scenarios begin with, made by the device's own code.</summary>
internal static class Volumes
{
    /// <summary>Bundles confirmed one after the other, the last one settled.</summary>
    public static LabVolume With(params byte[][] bundles) => Made(new LabVolume(), volume =>
    {
        foreach (byte[] bundle in bundles)
        {
            Require(volume.Boot().Push(bundle));
            UpdateDevice trial = volume.Boot();
            Require(trial.Engine.Confirm(ResultCode.Ok));
            Require(trial.Engine.MarkHealthyUptime());
        }
    });

    public static LabVolume Staged(byte[] staged, byte[] active) => Made(With(active), volume => Require(volume.Boot().Push(staged)));

    public static LabVolume PartlyWritten(byte[] active, byte[] partly) =>
        Made(With(active), volume => Require(volume.Boot().TryPushPart(partly, partly.Length - 100)));

    public static LabVolume Reverted(byte[] failed, byte[] active) =>
        Made(Staged(failed, active), volume => Require(volume.Boot().Engine.FailTrial(ResultCode.GoldenVectorMismatch)));

    /// <summary>A device whose next records are the last before the wrap and the first after it.</summary>
    public static LabVolume Wrapping(byte[] active) => Made(With(active), volume =>
    {
        BootRecord record = new();
        Require(new BootRecordStore(volume.Store).TryLoad(record));
        record.Sequence = 0xFFFFFFFB;
        volume.Put(BootRecordStore.File0, null);
        volume.Put(BootRecordStore.File1, null);
        Require(new BootRecordStore(volume.Store).TryCommit(record));
    });

    public static LabVolume Made(LabVolume volume, Action<LabVolume> make)
    {
        using (volume.Enter())
        {
            make(volume);
            return volume.Clone();
        }
    }

    public static void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"The volume of a scenario could not be made: {code}.");
        }
    }
}
