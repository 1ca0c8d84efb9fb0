using TinyEdge.Bundles;
using TinyEdge.Faults.Lab;
using TinyEdge.Runtime.Health;
using TinyEdge.Runtime.Transport;

namespace TinyEdge.Faults.Scenarios;

/// <summary>Scenarios that write what is neither bank nor boot record: the baseline of health, the device's key.</summary>
internal static class SideFiles
{
    private static readonly byte[] s_old = LabBundle.Of(10);
    private static readonly byte[] s_new = LabBundle.Of(11);
    private static readonly byte[] s_oldKey = Key(1);
    private static readonly byte[] s_newKey = Key(2);

    /// <summary>As the supervisor does it: stage, write the baseline down, reboot.</summary>
    public static FaultScenario Baseline { get; } = new("baseline", "the sensor's baseline is written between stage and trial", WithBaseline, (device, volume) =>
    {
        ResultCode code = device.Push(s_new);
        ResultCode saved = NewBaseline(2).TrySave(volume.Store);
        return code == ResultCode.Ok ? saved : code;
    })
    {
        Ends = [10, 11],
        Check = CheckBaseline,
    };

    public static FaultScenario FirstKey { get; } = new("first-key", "a device without a key is given one", () => Volumes.With(s_old), (_, volume) => Store(volume, s_newKey))
    {
        Ends = [10],
        Check = (_, volume, answer) => CheckKey(volume, answer, mayBeOld: key => key is null),
    };

    public static FaultScenario KeyChange { get; } = new("key-change", "the device's key is replaced", WithKey, (_, volume) => Store(volume, s_newKey))
    {
        Ends = [10],
        Check = (_, volume, answer) => CheckKey(volume, answer, mayBeOld: key => key is not null && key.AsSpan().SequenceEqual(s_oldKey)),
    };

    private static LabVolume WithBaseline() => Volumes.Made(Volumes.With(s_old), volume => Volumes.Require(NewBaseline(1).TrySave(volume.Store)));

    private static LabVolume WithKey() => Volumes.Made(Volumes.With(s_old), volume => Volumes.Require(Store(volume, s_oldKey)));

    private static ResultCode Store(LabVolume volume, byte[] key)
    {
        DeviceKeyStore store = new(volume.Store);
        store.Load();
        return store.TryStore(key);
    }

    private static SignalBaseline NewBaseline(int which)
    {
        SignalBaseline baseline = new() { SensorAnswered = true, OverrunsPerMinute = which };
        for (int axis = 0; axis < baseline.Rms.Length; axis++)
        {
            baseline.Rms[axis] = (which * 1000) + axis;
        }

        return baseline;
    }

    /// <summary>Known, and then one of the two as a whole; or not known, and then a trial is compared with nothing.</summary>
    private static string? CheckBaseline(UpdateDevice device, LabVolume volume, ResultCode? answer)
    {
        SignalBaseline found = new();
        found.TryLoad(volume.Store);
        bool isWhole = Enumerable.Range(1, 2).Any(which => found.OverrunsPerMinute == which && found.Rms.SequenceEqual(NewBaseline(which).Rms));
        return !found.IsKnown || isWhole ? null : "a baseline is taken for good that nobody wrote";
    }

    /// <summary>The key from before or the new one, whole; after an Ok the new one; and a second look finds the same.</summary>
    private static string? CheckKey(LabVolume volume, ResultCode? answer, Func<byte[]?, bool> mayBeOld)
    {
        byte[]? key = new DeviceKeyStore(volume.Store).Load();
        byte[]? again = new DeviceKeyStore(volume.Store).Load();
        bool isNew = key is not null && key.AsSpan().SequenceEqual(s_newKey);
        bool isSame = key is null ? again is null : again is not null && key.AsSpan().SequenceEqual(again);
        return !isSame ? "the key changes from one boot to the next"
            : answer == ResultCode.Ok && !isNew ? "the device said Ok to a new key and does not have it"
            : isNew || mayBeOld(key) ? null : "the device has neither the old key nor the new one";
    }

    private static byte[] Key(int seed)
    {
        byte[] key = new byte[WireLimits.DeviceKeyBytes];
        new Random(seed).NextBytes(key);
        return key;
    }
}
