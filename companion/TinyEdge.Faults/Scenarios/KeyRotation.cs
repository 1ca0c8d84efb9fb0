using TinyEdge.Faults.Lab;

namespace TinyEdge.Faults.Scenarios;

/// <summary>A bundle that carries a keyring changes the device's keys with its confirm, and with nothing else.</summary>
internal static class KeyRotation
{
    private const uint Rotating = 11;
    private const int OldEpoch = 1;
    private const int NewEpoch = 2;

    public static FaultScenario Scenario { get; } = new(
        "key-rotation", "a bundle with a keyring is pushed, tried, confirmed", () => Volumes.With(LabBundle.Of(10)), (device, _) => device.Push(LabKeyring.Rotation))
    {
        Ends = [10, Rotating],
        EndsAfterOk = [Rotating],
        BundleOf = (sequence, floor) => sequence == Rotating ? LabKeyring.Rotation : LabBundle.Of(sequence, floor),
        RescueOf = (device, sequence, floor) => device.Record.KeyringEpoch == NewEpoch
            ? LabKeyring.Signed(sequence, LabKeyring.Next, floor: floor)
            : LabBundle.Of(sequence, floor),
        Check = (device, _, _) => CheckKeys(device),
    };

    /// <summary>The old keys beside the old bundle or the new ones beside the new: in the record and in force.</summary>
    private static string? CheckKeys(UpdateDevice device)
    {
        int epoch = device.Engine.Running.Sequence == Rotating ? NewEpoch : OldEpoch;
        return device.Record.KeyringEpoch == epoch && device.Keys.Epoch == epoch
            ? null
            : $"bundle {device.Engine.Running.Sequence} runs, the record says epoch {device.Record.KeyringEpoch} and the keys are those of {device.Keys.Epoch}";
    }
}
