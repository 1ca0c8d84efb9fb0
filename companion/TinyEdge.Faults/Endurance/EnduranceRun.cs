using TinyEdge.Bundles;
using TinyEdge.Companion.Bundling;
using TinyEdge.Faults.Cases;
using TinyEdge.Faults.Lab;
using TinyEdge.VirtualDevice.Storage;

namespace TinyEdge.Faults.Endurance;

/// <summary>F19: updates one after the other on one volume, with its erases counted block by block.</summary>
public static class EnduranceRun
{
    private const int BlockSize = 4096;
    private const int ExtraBytes = 32 * 1024;
    private const int HoursOfADay = 24;

    /// <param name="cycles">Updates, 1 or more.</param>
    /// <param name="progress">Told after each update; may be null.</param>
    /// <param name="cancellation">Ends it early with an exception.</param>
    public static EnduranceFigures Run(int cycles, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycles, 1);
        LabVolume volume = new();
        FaultPlan meter = new();
        FlashWear wear = new(FlashVolume.DefaultTotalBytes / FlashVolume.DefaultBlockBytes, FlashVolume.DefaultBlockBytes);
        (volume.Flash.Faults, volume.Flash.Wear) = (meter, wear);
        int bundleBytes = 0;
        using (volume.Enter())
        {
            for (int cycle = 1; cycle <= cycles; cycle++)
            {
                cancellation.ThrowIfCancellationRequested();
                bundleBytes = Update(volume, (uint)cycle);
                progress?.Invoke(cycle);
                meter.Arm(null);
            }

            (int idle, int boot) = Rest(volume, meter);
            return new EnduranceFigures(
                cycles, bundleBytes, wear.Erases.Count, volume.Flash.OperationCount, meter.RecordCommits, wear.TotalErases, wear.MostDataErases, wear.DirectoryErases, idle, boot);
        }
    }

    private static int Update(LabVolume volume, uint sequence)
    {
        ReleaseSettings release = LabBundle.Release with { Sequence = sequence, BlockSize = BlockSize };
        byte[] extra = new byte[ExtraBytes];
        new Random((int)sequence).NextBytes(extra);
        byte[] bundle = LabBundle.Build(release, variant: 0, more: new BundleComponent(ComponentType.GoldenVectors, extra));
        Require(volume.Boot().Push(bundle, BlockSize));
        UpdateDevice trial = volume.Boot();
        Require(trial.Engine.Confirm(ResultCode.Ok));
        Require(trial.Engine.MarkHealthyUptime());
        return bundle.Length;
    }

    private static (int IdleOperations, int BootOperations) Rest(LabVolume volume, FaultPlan meter)
    {
        meter.Arm(null);
        UpdateDevice device = volume.Boot();
        Require(device.Engine.MarkHealthyUptime());
        int boot = meter.Operations.Count;
        for (int hour = 0; hour < HoursOfADay; hour++)
        {
            device.Clock.UptimeMs += 3_600_000;
            Require(device.Engine.MarkHealthyUptime());
        }

        return (meter.Operations.Count - boot, boot);
    }

    private static void Require(ResultCode code)
    {
        if (code != ResultCode.Ok)
        {
            throw new InvalidOperationException($"An update in a row of good ones was answered with {code}.");
        }
    }
}
