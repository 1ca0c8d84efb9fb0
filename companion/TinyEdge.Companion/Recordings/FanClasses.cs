namespace TinyEdge.Companion.Recordings;

/// <summary>The classes of a <see cref="FanTarget"/>: their names, their order, and what each says about the state.</summary>
public static class FanClasses
{
    private static readonly string[] s_states = [.. Enum.GetNames<MachineState>().Select(n => n.ToLowerInvariant())];
    private static readonly string[] s_speedsAndStates = ["off", "low", "low-fault", "medium", "medium-fault", "high", "high-fault"];

    /// <summary>Class names, in the order of the model's outputs.</summary>
    public static IReadOnlyList<string> Labels(FanTarget target) => target == FanTarget.State ? s_states : s_speedsAndStates;

    /// <summary>The class that is right under these conditions.</summary>
    public static int IndexOf(FanTarget target, FanConditions conditions)
    {
        if (target == FanTarget.State)
        {
            return (int)conditions.State;
        }

        return conditions.State == MachineState.Off ? 0 : IndexOf(conditions.Speed, conditions.State == MachineState.Fault);
    }

    /// <summary>The class of <see cref="FanTarget.SpeedAndState"/> of a fan that turns.</summary>
    public static int IndexOf(FanSpeed speed, bool isFault) => (2 * (int)speed) - (isFault ? 0 : 1);

    public static MachineState StateOf(FanTarget target, int index) => target == FanTarget.State ? (MachineState)index
        : index == 0 ? MachineState.Off
        : index % 2 == 0 ? MachineState.Fault : MachineState.Healthy;

    /// <summary>Probabilities of the states from those of the classes, in the order of <see cref="MachineState"/>.</summary>
    public static float[] SumStates(FanTarget target, ReadOnlySpan<float> probabilities)
    {
        float[] sums = new float[s_states.Length];
        for (int k = 0; k < probabilities.Length; k++)
        {
            sums[(int)StateOf(target, k)] += probabilities[k];
        }

        return sums;
    }
}
